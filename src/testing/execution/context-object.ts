import type { JsonObject } from '../../asl/json';
import type { Execution } from './execution';
import type { Visit } from './visit';

/**
 * `$states.context` / `$$`: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export function contextObject(execution: Execution, visit?: Visit): JsonObject {
  const { machine } = execution;
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      RoleArn: machine.roleArn,
      StartTime: execution.startTime,
      RedriveCount: 0,
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
    ...(visit && {
      State: {
        Name: visit.name,
        EnteredTime: visit.enteredTime,
        ...(visit.retriable && { RetryCount: visit.retryCount }),
      },
    }),
    ...(visit?.taskToken && { Task: { Token: visit.taskToken } }),
  };
}
