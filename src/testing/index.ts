export type { Json, JsonObject } from '../asl/json';
export type { DoubleCall, Handler } from './doubles';
export type { HistoryEvent } from './execution/history';
export type { QueueReference } from './integrations/queues';
export { type DefinitionOptions, type DoubleTarget, Rehearsal, type RunOptions } from './rehearsal';
export { RehearsalError } from './rehearsal-error';
export type { RehearsalRun, TaskAttempt } from './run';
export { TaskError } from './task-error';
export type { VirtualDuration } from './virtual-duration';
