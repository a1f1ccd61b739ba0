import { ArnFormat, Lazy, Names, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

const ID = 'CdkWorkflowsEventLogs';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
const LONGEST_NAME = 255;

/**
 * Lets EventBridge write events into log groups: one resource policy of CloudWatch Logs for all groups of a stack, because
 * an account may have ten in a Region.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
 */
export class EventLogPolicy extends Construct {
  /** That of the stack, made when it is asked for first. */
  public static of(scope: Construct): EventLogPolicy {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild(ID) as EventLogPolicy | undefined) ?? new EventLogPolicy(stack, ID);
  }

  private readonly groups = new Set<string>();

  private constructor(stack: Stack, id: string) {
    super(stack, id);
    new logs.CfnResourcePolicy(this, 'Policy', {
      policyName: Names.uniqueResourceName(this, { maxLength: LONGEST_NAME }),
      policyDocument: Lazy.string({ produce: () => stack.toJsonString(this.document()) }),
    });
  }

  /**
   * Whatever rule of this account and Region sends to them.
   *
   * @returns what has to be there before a rule sends
   */
  public allow(logGroup: logs.ILogGroup): Construct {
    this.groups.add(logGroup.logGroupName);
    return this;
  }

  private document(): object {
    const stack = Stack.of(this);
    const arnOf = (name: string) =>
      stack.formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: `${name}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    const rules = stack.formatArn({ service: 'events', resource: 'rule', resourceName: '*' });
    return {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: [...this.groups].map(arnOf),
          Condition: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': rules } },
        },
      ],
    };
  }
}
