import type { Json, JsonObject } from '../../asl/json';
import type { Execution } from '../execution/execution';
import type { StateFailure } from '../execution/failure';

/** How one AWS action is called by a task: what a double sees of it, and what it does when it runs in memory. */
export interface Integration {
  /** The parameters that Step Functions takes; left out where any are taken. */
  readonly parameters?: readonly string[];
  readonly required?: readonly string[];
  /** What it works on: a function's ARN, a queue's URL. */
  targetOf?(args: JsonObject, execution: Execution): string;
  /** What a double gets; the arguments unless said otherwise. */
  payloadOf?(args: Json): Json;
  /** The task's result out of a double's answer; the answer itself unless said otherwise. */
  resultOf?(answer: Json, args: JsonObject, execution: Execution): Json;
  /** The failure of a task whose double throws. */
  failureOf?(error: Error): StateFailure;
  /** Does the work without a double. */
  perform?(args: JsonObject, execution: Execution): Json;
}
