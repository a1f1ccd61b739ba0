import { IS_APPROVED, IS_REJECTED, ours, resource, retriedTask } from './approval-expressions';
import { choice } from './decision-answers';
import type { States } from './given-definition';

export const IS_IT_STILL_THERE = 'Used before?';

/** Whether it was decided by the votes of others alone. */
const DECIDED_BEFORE = `(
  $others := $sift($votes, function($vote, $seat) { $seat != $link.seat.S });
  ${IS_APPROVED('$quorum', '$others')} or ${IS_REJECTED('$quorum', '$seats', '$others')}
)`;

/** It was not over when the vote came, but the gate has expired before it heard of it; the workflow may go on then. */
const TIME_IS_OVER = '$number($link.closesAt.N) * 1000 <= $millis()';

/**
 * The vote is counted, and nobody was told: others still have to decide, or the task is not there. Then somebody else's vote
 * was first, or the gate begins to wait anew and will look for itself; but where the whole execution has ended, the approver
 * should know that nothing comes of the vote, as where the time is over meanwhile.
 */
export function withdrawnStates(tableName: string, otherwise: string): States {
  return {
    [IS_IT_STILL_THERE]: choice([['$link.standing.S != "OPEN"', { to: otherwise }]], 'Is the request still there?'),
    'Is the request still there?': {
      ...retriedTask(5),
      Resource: resource('aws-sdk:sfn:describeExecution'),
      Arguments: { ExecutionArn: ours('$gate.execution.S'), IncludedData: 'METADATA_ONLY' },
      Output: ours('{ "status": $states.result.Status }'),
      Catch: [{ ErrorEquals: ['States.ALL'], Next: otherwise }],
      Next: 'Was it withdrawn?',
    },
    'Was it withdrawn?': choice(
      [
        ['$states.input.status in ["ABORTED", "TIMED_OUT"]', { to: 'Close the link' }],
        [
          `($states.input.status in ["FAILED", "SUCCEEDED"] or ${TIME_IS_OVER}) and $not(${DECIDED_BEFORE})`,
          { to: 'Close the link' },
        ],
      ],
      otherwise,
    ),
    'Close the link': {
      ...retriedTask(5),
      Resource: resource('dynamodb:updateItem'),
      Arguments: {
        TableName: tableName,
        Key: { id: { S: ours('$id') } },
        UpdateExpression: 'SET standing = :closed',
        ExpressionAttributeValues: { ':closed': { S: 'CLOSED' } },
      },
      Assign: { outcome: '' },
      Output: {},
      Next: 'Closed',
    },
  };
}
