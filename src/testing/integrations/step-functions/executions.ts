import type { JsonObject } from '../../../asl/json';
import type { Execution } from '../../execution/execution';
import { RehearsalError } from '../../rehearsal-error';
import type { Integration } from '../integration';
import { throughSdk } from '../service-call';
import { ServiceError } from '../service-error';
import { descriptionOf, inputTextOf, withoutData } from './description';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export const describeExecution: Integration = {
  perform: throughSdk('Sfn', (args, execution) => {
    const found = executionOf(args, execution);
    const { StartDate: _start, StopDate: _stop, ...description } = descriptionOf(found, { textual: true });
    return {
      ...(args.IncludedData === 'METADATA_ONLY' ? withoutData(description) : description),
      RedriveCount: found.redriveCount,
      StartDate: new Date(found.startedAt).toISOString(),
      ...(found.outcome && { StopDate: new Date(found.endedAt).toISOString() }),
    };
  }),
};

/**
 * Gives the first event, which has what the execution was started with; more of the history nobody has asked for yet.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html
 */
export const getExecutionHistory: Integration = {
  parameters: ['ExecutionArn', 'MaxResults'],
  perform: throughSdk('Sfn', (args, execution) => {
    if (args.MaxResults !== 1) {
      throw new RehearsalError(
        `getExecutionHistory is rehearsed with MaxResults: 1 only, received ${JSON.stringify(args.MaxResults)}`,
      );
    }
    const found = executionOf(args, execution);
    return {
      Events: [
        {
          ExecutionStartedEventDetails: {
            Input: inputTextOf(found),
            InputDetails: { Truncated: false },
            RoleArn: found.machine.roleArn,
          },
          Id: 1,
          PreviousEventId: 0,
          Timestamp: new Date(found.startedAt).toISOString(),
          Type: 'ExecutionStarted',
        },
      ],
    };
  }),
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export const stopExecution: Integration = {
  perform: throughSdk('Sfn', (args, execution) => {
    const found = executionOf(args, execution);
    found.stop(textOf(args.Error), textOf(args.Cause));
    return { StopDate: new Date(found.endedAt).toISOString() };
  }),
};

function executionOf({ ExecutionArn: arn }: JsonObject, { world }: Execution): Execution {
  const found = world.find(String(arn));
  if (!found) {
    throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }
  return found;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
