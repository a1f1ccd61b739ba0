import { CONDITION_FAILED, ours, resource, retriedTask } from './approval-expressions';

/** A row that stays; it is written once, however often the workflow runs. */
export function recorded(
  tableName: string,
  { key, fields, next }: { readonly key: string; readonly fields: Record<string, string>; readonly next: string },
) {
  return {
    ...retriedTask(5, [CONDITION_FAILED]),
    Resource: resource('dynamodb:putItem'),
    Arguments: {
      TableName: tableName,
      Item: {
        id: { S: ours(key) },
        gate: { S: ours('$link.gate.S') },
        approver: { S: ours('$link.seat.S') },
        title: { S: ours('$link.title.S') },
        ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { S: value }])),
      },
      ConditionExpression: 'attribute_not_exists(id)',
    },
    Output: {},
    Catch: [{ ErrorEquals: [CONDITION_FAILED], Next: next }],
    Next: next,
  };
}
