import { parsedIfJson } from '../../../integrations/parsed-if-json';
import { ServiceError } from '../../../integrations/service-error';
import { type Destination, EVENTS } from './destination';

/** Calls asynchronously: once Lambda has the event, EventBridge is done with it. */
export const toFunction: Destination = ({ app, rule, target }, text) => {
  if (!app.functionPolicies.admit(target.arn, EVENTS, rule.arn)) {
    throw new ServiceError(
      'AccessDeniedException',
      `${EVENTS} is not authorized to perform: lambda:InvokeFunction on ${target.arn}`,
    );
  }
  app.asynchronousCalls.invoke(target.arn, parsedIfJson(text), rule.label);
};
