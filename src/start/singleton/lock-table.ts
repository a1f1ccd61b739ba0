import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { executionArns } from '../../private/started-machine';
import type { Workflow } from '../../workflow/workflow';

/**
 * Where an execution says that it is running: `{ "id": "lock", "holder": "<its name>", "since": 1795186800 }`, the time in
 * seconds since 1970. It outlives the stack, so that no update lets a second execution in.
 *
 * No data of the user's is in it: a key of DynamoDB's own encrypts it.
 */
export function lockTable(scope: Construct): dynamodb.Table {
  return new dynamodb.Table(scope, 'Lock', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** Lets executions look at each other. In a policy of its own, because it names what has the role. */
export function lookAtEachOther(scope: Construct, { role, stateMachine }: Workflow): iam.Policy {
  const policy = new iam.Policy(scope, 'LookAtHolder', {
    statements: [
      new iam.PolicyStatement({ actions: ['states:DescribeExecution'], resources: [executionArns(stateMachine)] }),
    ],
  });
  role.attachInlinePolicy(policy);
  return policy;
}
