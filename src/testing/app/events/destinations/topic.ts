import { uuidFrom } from '../../../execution/random';
import { ServiceError } from '../../../integrations/service-error';
import { contextOf, type Destination, EVENTS } from './destination';

export const toTopic: Destination = (parcel, text) => {
  const { app, rule, target } = parcel;
  if (!app.topicPolicies.admit(target.arn, EVENTS, contextOf(parcel))) {
    throw new ServiceError(
      'AuthorizationError',
      `${EVENTS} is not authorized to perform: SNS:Publish on ${target.arn}`,
    );
  }
  app.services.topics.add(target.arn, {
    messageId: uuidFrom(app.random),
    message: text,
    publishedAt: app.world.clock.now,
    publishedBy: rule.arn,
  });
};
