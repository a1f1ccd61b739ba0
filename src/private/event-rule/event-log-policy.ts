import { Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { uniquePath } from '../names';
import { stackPart } from '../stack-part';

const ID = 'CdkWorkflowsEventLogs';
const SERVICES = ['events.amazonaws.com', 'delivery.logs.amazonaws.com'];

/**
 * Lets EventBridge write into log groups: one policy for all of a stack, because an account has room for ten in a Region.
 *
 * The CDK's own target, `CloudWatchLogGroup`, brings a function and a custom resource for the same.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export class EventLogPolicy extends Construct {
  public static of(scope: Construct): EventLogPolicy {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild(ID) as EventLogPolicy | undefined) ?? new EventLogPolicy(stack, ID);
  }

  /** By the ARN of a log group, the rules that write into it. */
  private readonly rulesOf = new Map<string, string[]>();

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    new logs.CfnResourcePolicy(this, 'Policy', {
      policyName: `${uniquePath(this, 200)}-${stackPart(Stack.of(this))}`,
      policyDocument: Lazy.string({ produce: () => Stack.of(this).toJsonString(this.document()) }),
    });
  }

  /**
   * @param logGroupArn - without `:*` at its end
   * @param rules - a pattern of the ARNs of the rules that write; it must not refer to them, for they wait for the policy
   */
  public allow(logGroupArn: string, rules: string): void {
    this.rulesOf.set(logGroupArn, [...(this.rulesOf.get(logGroupArn) ?? []), rules]);
  }

  private document(): iam.PolicyDocument {
    const principals = SERVICES.map((service) => new iam.ServicePrincipal(service));
    return new iam.PolicyDocument({
      statements: [...this.rulesOf].flatMap(([logGroupArn, rules]) => {
        const resources = [`${logGroupArn}:*`];
        const conditions = { ArnLike: { 'aws:SourceArn': rules } };
        return [
          // Does not tell for which rule it is: https://github.com/aws-samples/serverless-patterns/pull/618
          new iam.PolicyStatement({ principals, resources, actions: ['logs:CreateLogStream'] }),
          new iam.PolicyStatement({ principals, resources, actions: ['logs:PutLogEvents'], conditions }),
        ];
      }),
    });
  }
}
