import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

/** Two ways to say one thing. */
const EXCLUSIVE: readonly (readonly string[])[] = [
  ['TimeoutSeconds', 'TimeoutSecondsPath'],
  ['HeartbeatSeconds', 'HeartbeatSecondsPath'],
  ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  ['Error', 'ErrorPath'],
  ['Cause', 'CausePath'],
  ['ItemProcessor', 'Iterator'],
  ['MaxConcurrency', 'MaxConcurrencyPath'],
  ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
  ['ToleratedFailureCount', 'ToleratedFailureCountPath'],
];

export const exclusiveFields: CheckRule = {
  id: 'cdk-workflows:exclusiveFields',
  severity: CheckSeverity.ERROR,
  title: 'A state says a thing once',
  why: 'Step Functions refuses a state that has, say, both `TimeoutSeconds` and `TimeoutSecondsPath`, or two durations to wait.',
  fix: 'Keep one of the fields.',
  page: `${GUIDE}/state-task.html`,
  example: { Type: 'Wait', Seconds: 10, Timestamp: '2030-01-01T00:00:00Z' },
  *check({ states }) {
    for (const { name, state } of states) {
      for (const fields of EXCLUSIVE) {
        const given = fields.filter((field) => (state as unknown as Record<string, unknown>)[field] !== undefined);
        if (given.length > 1) yield { state: name, message: `has both ${given.join(' and ')}: keep one of them` };
      }
    }
  },
};
