import { Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';

/** What the page shows of a link. */
const SHOWN = [
  'approver',
  'closesAt',
  'closesAtText',
  'decidedAt',
  'delegatedTo',
  'delegates',
  'details',
  'outcome',
  'standing',
  'title',
];

/** Ids of links. Those of gates and of records, which are in the same table, look different, and are nobody's business. */
const ID = '[0-9a-f]{64}';

/** The id of no item. */
const NO_LINK = 'none';

/** Puts the id of the path into `$id`, in a template; whatever cannot be the id of a link becomes one that no link has. */
export function readLinkId(): string {
  return [`#set($id = "$!input.params('id')")`, `#if(!$id.matches('${ID}'))`, `#set($id = '${NO_LINK}')`, '#end'].join(
    '\n',
  );
}

/** Asks for the link of the path. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export function getLinkTemplate(table: dynamodb.ITable): string {
  return [
    readLinkId(),
    `{"TableName": "${table.tableName}", "Key": {"id": {"S": "$id"}}, "ConsistentRead": true,`,
    // None of them is a reserved word: the condition on the role is about attributes, and not about names for them.
    `"ProjectionExpression": "${SHOWN.join(', ')}"}`,
  ].join('\n');
}

export function getLinkUri(table: dynamodb.ITable): string {
  return `arn:${Stack.of(table).partition}:apigateway:${table.env.region}:dynamodb:action/GetItem`;
}

/**
 * The right to read what the page shows, and nothing else: a template that asked for the token would be refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_dynamodb_attributes.html
 */
export function readLinkStatements(table: dynamodb.ITable): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['dynamodb:GetItem'],
      resources: [table.tableArn],
      conditions: {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['id', ...SHOWN] },
        StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    }),
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
    ...(table.encryptionKey
      ? [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [table.encryptionKey.keyArn] })]
      : []),
  ];
}
