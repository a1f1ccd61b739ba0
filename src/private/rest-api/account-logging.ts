import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** Whether API Gateway may write logs in this account and Region: a setting that all REST APIs share. */
export enum AccountLogging {
  /** The role and the setting are made, once in a stack, and stay when the stack goes. They replace what was set before. */
  CREATE = 'create',

  /** Somebody has set a role. Without one, the deployment fails: `CloudWatch Logs role ARN must be set`. */
  ASSUME = 'assume',
}

const ID = 'CdkWorkflowsApiLogging';

/** The account's setting, made once in a stack. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
export class ApiAccountLogging extends Construct {
  public static in(stack: Stack): ApiAccountLogging {
    return (stack.node.tryFindChild(ID) as ApiAccountLogging | undefined) ?? new ApiAccountLogging(stack);
  }

  private constructor(stack: Stack) {
    super(stack, ID);
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [
        iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
      ],
    });
    // Other stacks log with it, too.
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    new apigateway.CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn }).applyRemovalPolicy(
      RemovalPolicy.RETAIN,
    );
  }
}

/** Lets nothing log before API Gateway may. */
export function logsAfterSetting(construct: Construct, logging: AccountLogging): void {
  if (logging === AccountLogging.CREATE) construct.node.addDependency(ApiAccountLogging.in(Stack.of(construct)));
}
