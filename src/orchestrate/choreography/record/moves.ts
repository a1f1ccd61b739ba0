import { Aws } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { expression } from '../../saga/plan/saga-contract';

/** What DynamoDB answers to a move that is not allowed. */
export const REFUSED = 'DynamoDB.ConditionalCheckFailedException';

/** The moment of a state, as items have it. */
export const NOW = '$now()';

/** Expressions of attribute values. */
export function text(jsonata: string): object {
  return { S: expression(jsonata) };
}

export function number(jsonata: string): object {
  return { N: expression(`$string(${jsonata})`) };
}

/** An object or a list, as JSON: JSONata writes numbers with 15 digits. */
export function json(jsonata: string): object {
  return { S: expression(`$string(${jsonata})`) };
}

/** Any value, as JSON: of a text JSONata would give the text itself. */
export function anyJson(jsonata: string): object {
  const inList = `($list := $string([${jsonata}]); $substring($list, 1, $length($list) - 2))`;
  return { S: expression(`$type(${jsonata}) = "string" ? ${inList} : $string(${jsonata})`) };
}

/** A text that is known now. */
export function known(value: string): object {
  return { S: value };
}

/** A change of a saga's item that only happens if the item is as it should be. */
export interface Move {
  /** Expression of the id of the saga. */
  readonly sagaId: string;
  /** Attributes with `#`, values with `:`. */
  readonly when: string;
  /** Those in the condition that `set` does not have. */
  readonly values?: Record<string, object>;
  readonly set?: Record<string, object>;
  readonly remove?: readonly string[];
}

/** Fields of the task that makes a move. */
export function moveTask(table: dynamodb.ITable, move: Move, returned = 'NONE'): object {
  const { sagaId, when, values = {}, set = {}, remove = [] } = move;
  const changes = [
    ...(Object.keys(set).length > 0 ? [`SET ${assignments(set)}`] : []),
    ...(remove.length > 0 ? [`REMOVE ${remove.map((name) => `#${name}`).join(', ')}`] : []),
  ].join(' ');
  const placed = { ...values, ...set };
  return itemTask('dynamodb:updateItem', {
    TableName: table.tableName,
    Key: { sagaId: { S: expression(sagaId) } },
    UpdateExpression: changes,
    ConditionExpression: when,
    ExpressionAttributeNames: namesIn(`${changes} ${when}`),
    ExpressionAttributeValues: Object.fromEntries(Object.entries(placed).map(([name, value]) => [`:${name}`, value])),
    ...(returned === 'NONE' ? {} : { ReturnValues: returned }),
  });
}

/** Fields of the task that writes the item of a new saga. */
export function createTask(table: dynamodb.ITable, sagaId: string, attributes: Record<string, object>): object {
  return itemTask('dynamodb:putItem', {
    TableName: table.tableName,
    Item: { sagaId: { S: expression(sagaId) }, ...attributes },
    ConditionExpression: 'attribute_not_exists(#sagaId)',
    ExpressionAttributeNames: { '#sagaId': 'sagaId' },
  });
}

export function readTask(table: dynamodb.ITable, sagaId: string): object {
  return itemTask('dynamodb:getItem', {
    TableName: table.tableName,
    Key: { sagaId: { S: expression(sagaId) } },
    ConsistentRead: true,
  });
}

/** Quick, and given up within about a minute: somebody comes back to it, or sets it aside. */
export const QUICK = {
  TimeoutSeconds: 10,
  Retry: [
    {
      ErrorEquals: ['States.ALL'],
      IntervalSeconds: 1,
      MaxAttempts: 4,
      BackoffRate: 2,
      MaxDelaySeconds: 10,
      JitterStrategy: 'FULL',
    },
  ],
};

export function itemTask(action: string, args: object): object {
  return {
    QueryLanguage: 'JSONata',
    Type: 'Task',
    Resource: `arn:${Aws.PARTITION}:states:::${action}`,
    Arguments: args,
    ...QUICK,
    Retry: [{ ErrorEquals: [REFUSED, 'States.QueryEvaluationError'], MaxAttempts: 0 }, ...QUICK.Retry],
  };
}

function assignments(set: Record<string, object>): string {
  return Object.keys(set)
    .map((name) => `#${name} = :${name}`)
    .join(', ');
}

function namesIn(expressions: string): Record<string, string> {
  return Object.fromEntries([...expressions.matchAll(/#(\w+)/g)].map(([placeholder, name]) => [placeholder, name]));
}

/** Expression of a value that stands in an item as JSON. */
export function parsed(attributes: string, name: string): string {
  return `$parse(${attributes}.${name}.S)`;
}

/** Expression of a list that stands there: JSONata makes a value of a list of one. */
export function parsedList(attributes: string, name: string): string {
  return `[${parsed(attributes, name)}]`;
}
