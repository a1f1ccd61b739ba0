export { type ApiRequest, requestApi } from './api-request';
export { type Assertion, assertion, byEmulator, byInterpreter, type LocalAnswer, onlyOnAws } from './assertion';
export { type DeployedResource, Deployment } from './deployment';
export { type PutEvent, putEvent } from './put-event';
export { receivedMessages } from './received-messages';
export type { Answer } from './signed-request';
export { startByRequest } from './start-request';
