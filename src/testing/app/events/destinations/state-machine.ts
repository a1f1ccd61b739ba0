import { type Destination, demandOfRole } from './destination';

/**
 * Starts an execution, of an Express state machine without waiting for it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
 */
export const toStateMachine: Destination = (parcel, text) => {
  const { app, rule, target, put } = parcel;
  const { arn: stateMachineArn } = target;
  const resource = stateMachineArn.split(':').slice(0, 7).join(':');
  demandOfRole(parcel, { action: 'states:StartExecution', resource }, 'a state machine');
  app.eventChains.extend(put, rule.label, () => app.stateMachines.startExecution({ stateMachineArn, input: text }).arn);
};
