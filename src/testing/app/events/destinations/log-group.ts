import { isObject } from '../../../../asl/json';
import { parsedIfJson } from '../../../integrations/parsed-if-json';
import { RehearsalError } from '../../../rehearsal-error';
import { DeliveryError } from '../delivery-error';
import { type Destination, EVENTS } from './destination';

/**
 * Writes the event into a log group. An input transformer makes `{ "timestamp", "message" }` of it, of which the message
 * is written: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export const toLogGroup: Destination = ({ app, rule, target }, text) => {
  const { arn, roleArn, input } = target;
  if (roleArn !== undefined || input.kind === 'constant' || input.kind === 'path') {
    throw new RehearsalError(
      `EventBridge refuses a target of ${rule.label}: a log group takes no RoleArn, no Input and no InputPath`,
    );
  }
  const message = input.kind === 'transformer' ? messageIn(text) : text;
  app.logGroups.write(arn, message, EVENTS, rule.arn);
};

function messageIn(text: string): string {
  const made = parsedIfJson(text);
  if (!isObject(made) || made.message === undefined) {
    throw new DeliveryError('INVALID_JSON', 'the input of a log group must be { "timestamp": …, "message": … }');
  }
  return typeof made.message === 'string' ? made.message : JSON.stringify(made.message);
}
