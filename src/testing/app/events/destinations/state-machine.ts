import { RehearsalError } from '../../../rehearsal-error';
import { type Destination, demandOfRole } from './destination';

/**
 * Starts an execution, of an Express state machine without waiting for it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
 */
export const toStateMachine: Destination = (parcel, text) => {
  const { app, rule, target, put } = parcel;
  const { roleArn, arn: stateMachineArn } = target;
  if (roleArn === undefined) {
    throw new RehearsalError(`EventBridge refuses a target of ${rule.label}: a state machine needs a RoleArn`);
  }
  demandOfRole(parcel, {
    action: 'states:StartExecution',
    resource: stateMachineArn.split(':').slice(0, 7).join(':'),
  });
  app.eventChains.extend(put, rule.label, () => app.stateMachines.startExecution({ stateMachineArn, input: text }).arn);
};
