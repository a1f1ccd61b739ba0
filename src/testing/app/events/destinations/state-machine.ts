import { RehearsalError } from '../../../rehearsal-error';
import { DeliveryError } from '../delivery-error';
import { contextOf, type Destination, EVENTS } from './destination';

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
  const attempt = {
    action: 'states:StartExecution',
    resource: stateMachineArn.split(':').slice(0, 7).join(':'),
    context: contextOf(parcel),
  };
  if (app.roles.mayDo(roleArn, attempt) && !app.roles.mayDo(roleArn, attempt, EVENTS)) {
    throw new DeliveryError('FAILED_TO_ASSUME_ROLE', `EventBridge is not allowed to assume ${roleArn}`);
  }
  app.roles.demand(roleArn, attempt, EVENTS);
  app.eventChains.extend(put, rule.label, () => app.stateMachines.startExecution({ stateMachineArn, input: text }).arn);
};
