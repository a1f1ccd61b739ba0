import type { State } from '../../../asl/definition';
import { Limits } from '../../../asl/limits';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';
import { groupsIn } from './groups';
import { loopsOf } from './loops';

export const endlessLoop: CheckRule = {
  id: 'cdk-workflows:endlessLoop',
  severity: CheckSeverity.WARNING,
  title: 'A loop waits, or counts its rounds',
  why: `A Standard execution fails when its history has ${Limits.HISTORY_EVENTS} events, and no catcher sees that. A loop without a Wait gets there in minutes.`,
  fix: 'Wait in the loop, let a Choice compare a counter, or use `.sync` or a callback instead of asking again and again.',
  page: `${GUIDE}/bp-history-limit.html`,
  example: {
    StartAt: 'Ask',
    States: {
      Ask: { Type: 'Pass', Next: 'Ready' },
      Ready: {
        Type: 'Choice',
        Choices: [{ Variable: '$.status', StringEquals: 'READY', Next: 'Done' }],
        Default: 'Ask',
      },
      Done: { Type: 'Succeed' },
    },
  },
  *check(subject) {
    if (subject.express) return;
    for (const { group } of groupsIn(subject)) {
      for (const loop of loopsOf(group)) {
        const states = loop.map((name) => group.States[name]);
        if (states.some((state) => waits(state) || counts(state))) continue;
        const events = states.reduce((sum, state) => sum + EVENTS[state.Type], 0);
        yield {
          state: loop[0],
          message:
            `goes round through ${loop.join(', ')} without a Wait: about ${events} events a round, so that the history ` +
            `is full after ${Math.floor(Limits.HISTORY_EVENTS / events)} rounds; wait in the loop or count its rounds`,
        };
      }
    }
  },
};

/** Events in the history for one pass through a state, at the least. */
const EVENTS: Record<State['Type'], number> = {
  Task: 5,
  Pass: 2,
  Choice: 2,
  Wait: 2,
  Succeed: 2,
  Fail: 1,
  Parallel: 4,
  Map: 4,
};

function waits(state: State): boolean {
  return state.Type === 'Wait' || /\.(waitForTaskToken|sync(:2)?)$|:activity:/.test(String(state.Resource));
}

/** Whether a choice depends on how much of something there is, as the end of a counted loop does. */
function counts(state: State): boolean {
  if (state.Type !== 'Choice') return false;
  return /"Numeric\w+"|RetryCount|[<>]/.test(JSON.stringify(state.Choices ?? []));
}
