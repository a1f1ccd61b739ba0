import { Tokenization } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { type CallConfig, canRefuse } from '../../saga/calls/saga-call';
import { expression, literal } from '../../saga/plan/saga-contract';
import { retriersUntil } from '../../saga/plan/saga-deadline';
import type { PlannedStep } from '../../saga/plan/saga-plan';

/** Whether an action can refuse to go on in a redriven execution: an expression that failed must be ours. */
export function canRefuseRedrive(action: CallConfig, type: sfn.StateMachineType): boolean {
  const { userArguments, userOutput, task } = action;
  const isOurs = canRefuse(action) && !userArguments && !userOutput;
  return type === sfn.StateMachineType.STANDARD && isOurs && typeof task.TimeoutSeconds === 'number';
}

/**
 * A time limit that cannot be evaluated in a redriven execution. It would go on with the action, and nobody would ask the
 * table whose turn it is: the saga may have been undone meanwhile.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export function unlessRedriven({ action, retry }: PlannedStep): object {
  const refusal = `$error(${literal('A redriven execution does not act: the watcher sends for the turn.')})`;
  const limit = Tokenization.stringifyNumber(action.task.TimeoutSeconds as number);
  return {
    TimeoutSeconds: expression(`$exists($states.context.Execution.RedriveTime) ? ${refusal} : ${limit}`),
    ...(retry ? { Retry: retriersUntil(retry) } : {}),
  };
}
