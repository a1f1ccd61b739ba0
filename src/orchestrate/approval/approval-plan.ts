import { type Duration, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isExpression } from '../../asl/expression';
import { positiveSeconds } from '../../private/durations';
import { invalid } from '../../private/errors';
import type { ApprovalGateProps } from './approval-gate-props';
import type { Approver } from './approver';

const DEFAULT_TIMEOUT_SECONDS = 7 * 24 * 60 * 60;
/** An execution lasts a year at most, and something may come before and after. */
const MAX_TIMEOUT_SECONDS = 360 * 24 * 60 * 60;
const MAX_PEOPLE = 20;
const MAX_NAME_CHARACTERS = 64;
const MAX_MESSAGES = 30;

/** One time that the gate waits, from a message to the next one or to the end. */
export interface Round {
  readonly kind: 'ASKED' | 'REMINDER' | 'ESCALATED';
  /** Who is told. */
  readonly told: readonly Approver[];
  /** How many may vote from then on. */
  readonly seats: number;
  /** Seconds from the start of the gate until the round is over. */
  readonly until: number;
}

/** A gate with every default filled in. */
export interface ApprovalPlan {
  readonly quorum: number;
  readonly timeout: number;
  readonly rounds: readonly Round[];
  /** All who may ever decide, delegates too. */
  readonly people: readonly Approver[];
}

export function planApproval(scope: IConstruct, options: ApprovalGateProps): ApprovalPlan {
  const { approvers, quorum = 1, escalation = [] } = options;
  if (approvers.length === 0) throw invalid(scope, 'approvers must not be empty: name somebody who may approve');
  if (!Number.isInteger(quorum) || quorum < 1 || quorum > approvers.length) {
    throw invalid(
      scope,
      `quorum must be a whole number from 1 to the number of approvers, ${approvers.length}, received ${quorum}`,
    );
  }
  const timeout = options.timeout ? wholeSeconds(scope, 'timeout', options.timeout) : DEFAULT_TIMEOUT_SECONDS;
  if (timeout > MAX_TIMEOUT_SECONDS) throw invalid(scope, `timeout must be at most 360 days, received ${timeout} s`);
  const people = peopleOf(scope, [approvers, ...escalation.map((group) => group.approvers)].flat());
  return { quorum, timeout, people, rounds: roundsOf(scope, options, timeout) };
}

/** The moments at which somebody is told, in their order. */
function roundsOf(scope: IConstruct, options: ApprovalGateProps, timeout: number): Round[] {
  const groups = escalationsOf(scope, options, timeout);
  const moments = remindersOf(scope, options, timeout)
    .filter((at) => !groups.some((group) => group.at === at))
    .map((at): { at: number; approvers?: readonly Approver[] } => ({ at }))
    .concat(groups)
    .sort((one, other) => one.at - other.at);
  if (moments.length > MAX_MESSAGES) {
    throw invalid(
      scope,
      `reminders and escalation must be ${MAX_MESSAGES} messages at most, received ${moments.length}: send fewer, or less often`,
    );
  }
  const ends = [...moments.map(({ at }) => at), timeout];
  let asked = options.approvers.length;
  const all = [...options.approvers];
  const first: Round = { kind: 'ASKED', told: options.approvers, seats: asked, until: ends[0] };
  return [
    first,
    ...moments.map(({ approvers }, index): Round => {
      const until = ends[index + 1];
      if (!approvers) return { kind: 'REMINDER', told: [...all], seats: asked, until };
      all.push(...approvers);
      asked = all.length;
      return { kind: 'ESCALATED', told: approvers, seats: asked, until };
    }),
  ];
}

function remindersOf(scope: IConstruct, { reminders }: ApprovalGateProps, timeout: number): number[] {
  if (!reminders) return [];
  const { atMost = Number.POSITIVE_INFINITY } = reminders;
  const every = wholeSeconds(scope, 'reminders.every', reminders.every);
  if (every >= timeout) {
    throw invalid(scope, `reminders.every must be shorter than the timeout of ${timeout} s, received ${every} s`);
  }
  if (atMost !== Number.POSITIVE_INFINITY && (!Number.isInteger(atMost) || atMost < 1)) {
    throw invalid(scope, `reminders.atMost must be a whole number, at least 1, received ${atMost}`);
  }
  const count = Math.min(atMost, Math.ceil(timeout / every) - 1, MAX_MESSAGES + 1);
  return Array.from({ length: count }, (_, index) => (index + 1) * every);
}

function escalationsOf(scope: IConstruct, { escalation = [] }: ApprovalGateProps, timeout: number) {
  let last = 0;
  return escalation.map(({ after, approvers }) => {
    const at = wholeSeconds(scope, 'escalation.after', after);
    if (at <= last || at >= timeout) {
      throw invalid(
        scope,
        `escalation.after must be later than that of the group before and earlier than the timeout of ${timeout} s, received ${at} s`,
      );
    }
    if (approvers.length === 0) throw invalid(scope, 'escalation.approvers must not be empty: name somebody to ask');
    last = at;
    return { at, approvers };
  });
}

function wholeSeconds(scope: IConstruct, prop: string, duration: Duration): number {
  if (duration.isUnresolved()) {
    throw invalid(scope, `${prop} must be known when the app is synthesized, received a token: write the duration out`);
  }
  return positiveSeconds(scope, prop, duration);
}

/** One person with two links would have two votes. */
function peopleOf(scope: IConstruct, approvers: readonly Approver[]): Approver[] {
  const people = approvers.flatMap((approver) => [approver, ...approver._delegates]);
  const nested = people.find((person) => !approvers.includes(person) && person._delegates.length > 0);
  if (nested) {
    throw invalid(scope, `the delegate '${nested._name}' must not have delegates: give them to the approver`);
  }
  if (people.length > MAX_PEOPLE) {
    throw invalid(
      scope,
      `approvers must be at most ${MAX_PEOPLE}, escalations and delegates included, received ${people.length}`,
    );
  }
  const expression = people.find(({ _name: name }) => isExpression(name));
  if (expression) {
    throw invalid(scope, `the name of an approver must be a text, received the expression '${expression._name}'`);
  }
  const names = new Set<string>();
  for (const { _name: name } of people) {
    if (Token.isUnresolved(name)) {
      throw invalid(scope, 'the name of an approver must be known when the app is synthesized: give him a displayName');
    }
    if (name.trim().length === 0 || name.length > MAX_NAME_CHARACTERS || /\p{Cc}/u.test(name)) {
      throw invalid(
        scope,
        `the name of an approver must have 1 to ${MAX_NAME_CHARACTERS} characters and no control characters, received '${name}'`,
      );
    }
    const same = name.toLowerCase();
    if (names.has(same)) {
      throw invalid(
        scope,
        `the approver '${name}' must be asked once: whoever stands twice among approvers, escalations and delegates ` +
          'would have two votes',
      );
    }
    names.add(same);
  }
  return people;
}
