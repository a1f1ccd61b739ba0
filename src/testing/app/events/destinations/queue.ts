import { uuidFrom } from '../../../execution/random';
import { ServiceError } from '../../../integrations/service-error';
import { RehearsalError } from '../../../rehearsal-error';
import { type Destination, EVENTS } from './destination';

export const toQueue: Destination = ({ app, rule, target, put }, text) => {
  const { arn, messageGroupId } = target;
  if (arn.endsWith('.fifo') && messageGroupId === undefined) {
    throw new RehearsalError(`EventBridge refuses a target of ${rule.label}: a FIFO queue needs a MessageGroupId`);
  }
  if (!app.queuePolicies.admit(arn, EVENTS, rule.arn)) {
    throw new ServiceError('AccessDenied', `${EVENTS} is not authorized to perform: sqs:SendMessage on ${arn}`);
  }
  app.services.queues.add(arn, {
    messageId: uuidFrom(app.random),
    body: text,
    groupId: messageGroupId,
    deduplicationId: messageGroupId === undefined ? undefined : put.event.id,
    sentAt: app.world.clock.now,
    sentBy: rule.arn,
  });
};
