import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Attributes of the item of a saga (docs/decisions/0032). */
export const OPEN_INDEX = 'open';
const KEY = 'sagaId';

/**
 * One item for each saga. The index has those that have not ended, by the time at which the watcher looks at them. It
 * outlives the stack: sagas may be on their way.
 */
export function sagaTable(scope: Construct): dynamodb.Table {
  const table = new dynamodb.Table(scope, 'Sagas', {
    partitionKey: { name: KEY, type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: dynamodb.TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    timeToLiveAttribute: 'expiresAt',
    removalPolicy: RemovalPolicy.RETAIN,
  });
  table.addGlobalSecondaryIndex({
    indexName: OPEN_INDEX,
    partitionKey: { name: 'open', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'dueAt', type: dynamodb.AttributeType.NUMBER },
    projectionType: dynamodb.ProjectionType.KEYS_ONLY,
  });
  return table;
}

/** Of one action on the items, which is what each state needs. */
export function itemRights(table: dynamodb.ITable, action: 'GetItem' | 'PutItem' | 'UpdateItem'): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [`dynamodb:${action}`], resources: [table.tableArn] });
}

export function indexRights(table: dynamodb.ITable): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [`${table.tableArn}/index/${OPEN_INDEX}`],
  });
}
