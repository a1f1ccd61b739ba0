export { type StartHandlerOptions, startHandler } from './start-handler';
export type { StartAnswer, StartRefusal, StartRequest } from './start-request';
export type { StepFunctionsClient } from './step-functions';
