import { ServiceError } from '../../../integrations/service-error';
import { sendMessage } from '../../../integrations/sqs';
import { RehearsalError } from '../../../rehearsal-error';
import { type Destination, EVENTS } from './destination';

export const toQueue: Destination = ({ app, rule, target }, text) => {
  const { arn, messageGroupId } = target;
  if (arn.endsWith('.fifo') && messageGroupId === undefined) {
    throw new RehearsalError(`EventBridge refuses a target of ${rule.label}: a FIFO queue needs a MessageGroupId`);
  }
  if (!app.queuePolicies.admit(arn, EVENTS, rule.arn)) {
    throw new ServiceError('AccessDenied', `${EVENTS} is not authorized to perform: sqs:SendMessage on ${arn}`);
  }
  const { world, random, services } = app;
  sendMessage(
    { QueueUrl: arn, MessageBody: text, ...(messageGroupId !== undefined && { MessageGroupId: messageGroupId }) },
    { arn: rule.arn, clock: world.clock, random, services },
  );
};
