import { Stack } from 'aws-cdk-lib';
import { ContextAttribute } from 'aws-cdk-lib/aws-scheduler';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';

const SCHEDULED_TIME = 'scheduledTime';

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
const KEYWORD = /<aws\.scheduler\.[\w-]*>/;

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html#encryption-rest-artifacts */
const MAX_BYTES = 256 * 1024;

/**
 * The input of an execution as Scheduler is given it: a JSON text in which it replaces keywords, wherever they stand. One
 * that the user's data happens to hold would be replaced too.
 */
export function scheduleInput(scope: IConstruct, input: { [key: string]: unknown } = {}): string {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw invalid(scope, `input must be an object, received ${JSON.stringify(input)}: put it under a name`);
  }
  if (SCHEDULED_TIME in input) {
    throw invalid(scope, `input must not have '${SCHEDULED_TIME}', which Scheduler says itself: take another name`);
  }
  const whole = { [SCHEDULED_TIME]: ContextAttribute.scheduledTime, ...input };
  checkText(scope, JSON.stringify(whole).replace(TOKEN, ''));
  return Stack.of(scope).toJsonString(whole);
}

/** What only the deployment knows is not looked at: resolving it here would be too early for some. */
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;

function checkText(scope: IConstruct, text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) throw invalid(scope, `input must have at most ${MAX_BYTES} bytes as JSON, received ${bytes}`);
  const [keyword] = KEYWORD.exec(text.replace(ContextAttribute.scheduledTime, '')) ?? [];
  if (keyword) {
    throw invalid(
      scope,
      `input must not hold '${keyword}', which Scheduler replaces wherever it stands: the time is there already, as ` +
        SCHEDULED_TIME,
    );
  }
}
