import type { Json, JsonObject } from '../../../asl/json';
import type { Execution } from '../../execution/execution';

/**
 * An execution as DescribeExecution shows it.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 * @param textual - whether input and output are texts, as the API has them; `.sync:2` gives them as JSON
 */
export function descriptionOf(execution: Execution, { textual }: { textual: boolean }): JsonObject {
  const { arn, machine, name, outcome, startedAt, endedAt } = execution;
  const shown = (value: Json): Json => (textual ? JSON.stringify(value) : value);
  return {
    ...(outcome?.cause !== undefined && { Cause: outcome.cause }),
    // Recorded: a time limit stands in the history only (localstack, timeouts test_global_timeout).
    ...(outcome?.error !== undefined && outcome.status !== 'TIMED_OUT' && { Error: outcome.error }),
    ExecutionArn: arn,
    Input: textual ? inputTextOf(execution) : execution.input,
    InputDetails: { Included: true },
    Name: name,
    ...(outcome?.output !== undefined && { Output: shown(outcome.output), OutputDetails: { Included: true } }),
    StartDate: startedAt,
    StateMachineArn: machine.arn,
    Status: execution.status,
    ...(outcome && { StopDate: endedAt }),
  };
}

/**
 * The same with `METADATA_ONLY`: without what is encrypted with a key of the user's, if there is one, and may be long.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
 */
export function withoutData({
  Input: _input,
  Output: _output,
  Error: _error,
  Cause: _cause,
  ...others
}: JsonObject): JsonObject {
  const left = { Included: false };
  return {
    ...others,
    InputDetails: left,
    ...(others.OutputDetails !== undefined && { OutputDetails: left }),
  };
}

/** As it came, where it came as a text. */
export function inputTextOf({ input, inputText }: Execution): string {
  return inputText ?? JSON.stringify(input);
}
