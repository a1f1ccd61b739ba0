import { Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { estimatedLength } from '../estimated-length';
import { uniquePath } from '../names';
import { stackPart } from '../stack-part';

const ID = 'CdkWorkflowsEventLogs';
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
const LARGEST_POLICY_CHARACTERS = 5120;

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

  private readonly groups = new Set<string>();
  private readonly rules = new Set<string>();

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    new logs.CfnResourcePolicy(this, 'Policy', {
      policyName: `${uniquePath(this, 200)}-${stackPart(Stack.of(this))}`,
      policyDocument: Lazy.string({ produce: () => Stack.of(this).toJsonString(this.document()) }),
    });
    this.node.addValidation({ validate: () => this.problems() });
  }

  /**
   * @param logGroupArn - without `:*` at its end
   * @param rules - a pattern of the ARNs of the rules that write; it must not refer to them, for they wait for the policy
   */
  public allow(logGroupArn: string, rules: string): void {
    this.groups.add(`${logGroupArn}:*`);
    this.rules.add(rules);
  }

  /** Two statements for all, to leave room: with one of their own for each group there would be room for six. */
  private document(): iam.PolicyDocument {
    const principals = SERVICES.map((service) => new iam.ServicePrincipal(service));
    const resources = [...this.groups];
    const conditions = { ArnLike: { 'aws:SourceArn': [...this.rules] } };
    return new iam.PolicyDocument({
      statements: [
        // Does not tell for which rule it is: https://github.com/aws-samples/serverless-patterns/pull/618
        new iam.PolicyStatement({ principals, resources, actions: ['logs:CreateLogStream'] }),
        new iam.PolicyStatement({ principals, resources, actions: ['logs:PutLogEvents'], conditions }),
      ],
    });
  }

  private problems(): string[] {
    return estimatedLength(this, this.document()) > LARGEST_POLICY_CHARACTERS
      ? [
          `the log groups of one stack must fit into a policy of ${LARGEST_POLICY_CHARACTERS} characters, and ` +
            `${this.groups.size} do not: leave out some, such as catchAllLog of a bus, or put them into another stack`,
        ]
      : [];
  }
}
