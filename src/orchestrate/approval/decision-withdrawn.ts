import { ours, resource, retriedTask } from './approval-expressions';
import { choice } from './decision-answers';
import type { States } from './given-definition';

/**
 * The task could not be told, because it is not there: somebody else's vote was first, or the gate begins to wait anew and
 * will look for itself; but where the whole execution was stopped, the approver should know that nothing comes of it.
 */
export function withdrawnStates(tableName: string, otherwise: string): States {
  return {
    'Used before?': choice([['$link.status.S != "OPEN"', { to: otherwise }]], 'Is the request still there?'),
    'Is the request still there?': {
      ...retriedTask(5),
      Resource: resource('aws-sdk:sfn:describeExecution'),
      Arguments: { ExecutionArn: ours('$gate.execution.S'), IncludedData: 'METADATA_ONLY' },
      Output: ours('{ "status": $states.result.Status }'),
      // Somebody else's vote may have come first, or the gate begins to wait anew in this moment, and will look.
      Catch: [{ ErrorEquals: ['States.ALL'], Next: otherwise }],
      Next: 'Was it withdrawn?',
    },
    'Was it withdrawn?': choice(
      [['$states.input.status in ["ABORTED", "TIMED_OUT"]', { to: 'Close the link' }]],
      otherwise,
    ),
    'Close the link': {
      ...retriedTask(5),
      Resource: resource('dynamodb:updateItem'),
      Arguments: {
        TableName: tableName,
        Key: { id: { S: ours('$id') } },
        UpdateExpression: 'SET #status = :closed',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':closed': { S: 'CLOSED' } },
      },
      Assign: { outcome: '' },
      Output: {},
      Next: 'Closed',
    },
  };
}
