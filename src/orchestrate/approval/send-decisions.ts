import { Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { executionArns, unqualifiedArn } from '../../private/started-machine';

/** The rights by which decisions reach the state machines that wait for them, in policies on which nothing depends. */
export class SendDecisions {
  private readonly stateMachines = new Map<string, sfn.IStateMachine>();

  public constructor(scope: Construct, notifier: iam.IRole, decisionWorkflow: iam.IRole) {
    new iam.Policy(scope, 'SendDecisions', {
      roles: [notifier, decisionWorkflow],
      statements: [
        new iam.PolicyStatement({
          actions: ['states:SendTaskFailure', 'states:SendTaskSuccess'],
          resources: this.ofAll(unqualifiedArn),
        }),
      ],
    });
    new iam.Policy(scope, 'AskForExecutions', {
      roles: [decisionWorkflow],
      statements: [
        new iam.PolicyStatement({ actions: ['states:DescribeExecution'], resources: this.ofAll(executionArns) }),
      ],
    });
  }

  public to(stateMachine: sfn.IStateMachine): void {
    this.stateMachines.set(unqualifiedArn(stateMachine), stateMachine);
  }

  private ofAll(arnOf: (stateMachine: sfn.IStateMachine) => string): string[] {
    return Lazy.uncachedList({ produce: () => [...this.stateMachines.values()].map(arnOf) });
  }
}
