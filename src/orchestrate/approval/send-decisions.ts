import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { executionArns, unqualifiedArn } from '../../private/started-machine';

/** The rights by which decisions reach the state machines that wait for them, in policies on which nothing depends. */
export class SendDecisions {
  private readonly known = new Set<string>();
  private readonly sending = new iam.PolicyStatement({ actions: ['states:SendTaskFailure', 'states:SendTaskSuccess'] });
  private readonly asking = new iam.PolicyStatement({ actions: ['states:DescribeExecution'] });

  public constructor(scope: Construct, notifier: iam.IRole, decisionWorkflow: iam.IRole) {
    new iam.Policy(scope, 'SendDecisions', { roles: [notifier, decisionWorkflow], statements: [this.sending] });
    new iam.Policy(scope, 'AskForExecutions', { roles: [decisionWorkflow], statements: [this.asking] });
  }

  public to(stateMachine: sfn.IStateMachine): void {
    const arn = unqualifiedArn(stateMachine);
    if (this.known.has(arn)) return;
    this.known.add(arn);
    this.sending.addResources(arn);
    this.asking.addResources(executionArns(stateMachine));
  }
}
