import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { refuseWorkflowElsewhere } from '../elsewhere';
import { startStatement } from '../started-machine';
import { RulesOfBus } from './rules-of-bus';

/** The role with which rules start executions of a state machine. */
export function startingRole(scope: Construct, id: string, workflow: sfn.IStateMachine): iam.Role {
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html: state machines are not among the targets.
  refuseWorkflowElsewhere(scope, workflow, 'rule');
  return new RulesOfBus(scope).role(scope, id, [startStatement(workflow)], 'Start');
}

/** The role with which rules put events onto a bus, which they need in their own account, too. */
export function forwardingRole(scope: Construct, id: string, eventBusArn: string): iam.Role {
  const statement = new iam.PolicyStatement({ actions: ['events:PutEvents'], resources: [eventBusArn] });
  return new RulesOfBus(scope).role(scope, id, [statement], 'Forward');
}
