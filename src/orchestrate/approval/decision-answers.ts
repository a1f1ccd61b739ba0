import { ours } from './approval-expressions';
import type { States } from './given-definition';

/** What a request may be answered. */
type Result =
  | 'RECORDED'
  | 'ALREADY_DECIDED'
  | 'CLOSED'
  | 'EXPIRED'
  | 'SUPERSEDED'
  | 'UNKNOWN'
  | 'INVALID'
  | 'NOT_YOURS';

const RESULTS: readonly (readonly [string, Result])[] = [
  ['Recorded', 'RECORDED'],
  ['Already decided', 'ALREADY_DECIDED'],
  ['Closed', 'CLOSED'],
  ['Expired', 'EXPIRED'],
  ['Superseded', 'SUPERSEDED'],
  ['Unknown', 'UNKNOWN'],
  ['Invalid', 'INVALID'],
  ['Not yours', 'NOT_YOURS'],
];

/** The state that gives an answer. */
export function answer(result: Result): { readonly to: string } {
  return { to: RESULTS.find(([, one]) => one === result)?.[0] as string };
}

/** Says no more of a request than whoever may use its link knows. */
function answerState(result: Result) {
  const told = result !== 'UNKNOWN' && result !== 'NOT_YOURS';
  const own = result === 'ALREADY_DECIDED' || result === 'RECORDED' || result === 'SUPERSEDED';
  return {
    Type: 'Succeed',
    Output: ours(`$merge([
      { "result": "${result}", "form": $form },
      ${told ? '$exists($link.title.S) ? { "title": $link.title.S, "approver": $link.approver.S } : {},' : ''}
      ${own ? OWN_DECISION : ''}
      ${told ? '$outcome != "" ? { "outcome": $outcome } : $exists($link.outcome.S) ? { "outcome": $link.outcome.S } : {},' : ''}
      ${result === 'INVALID' ? '{ "message": $problem }' : '{}'}
    ])`),
  };
}

/** What stands: the vote that was counted, or what the link says, or what has just been asked for. */
const OWN_DECISION = `{ "decision": $exists($counted.decision.S) ? $counted.decision.S
  : $exists($link.standing.S) and $link.standing.S in ["APPROVED", "REJECTED", "DELEGATED"] ? $link.standing.S
  : $vote.decision },`;

type Way = readonly [condition: string, target: { readonly to: string }];

/** The first way whose condition holds, or otherwise another. */
export function choice(ways: readonly Way[], otherwise: string) {
  return {
    Type: 'Choice',
    Choices: ways.map(([condition, { to }]) => ({ Condition: ours(condition), Next: to })),
    Default: otherwise,
  };
}

/** The states that end the workflow: it always succeeds, with what the API is to answer. */
export function answerStates(): States {
  return Object.fromEntries(RESULTS.map(([name, result]) => [name, answerState(result)]));
}
