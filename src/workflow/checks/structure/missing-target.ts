import { isPlaceholder } from '../../../asl/placeholder';
import { transitionsOf } from '../../../asl/transitions';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';
import { groupsIn } from './groups';

export const missingTarget: CheckRule = {
  id: 'cdk-workflows:missingTarget',
  severity: CheckSeverity.ERROR,
  title: 'A state goes only to states beside it',
  why: 'Step Functions refuses a StartAt, Next or Default that names no state of the same state machine, branch or iteration.',
  fix: 'Correct the name. To leave a branch or an iteration, end it and go on from its Parallel or Map.',
  page: `${GUIDE}/statemachine-structure.html`,
  example: { Type: 'Pass', Next: 'Dome' },
  *check(subject) {
    const elsewhere = new Set(subject.states.map(({ name }) => name));
    const why = (target: string, beside: string[]) =>
      elsewhere.has(target)
        ? 'which is in another branch or around this one: end here and go on from the state that holds the branch'
        : `which does not exist: write one of ${beside.join(', ')}`;

    for (const { label, holder, group } of groupsIn(subject)) {
      const beside = Object.keys(group.States);
      if (group.StartAt !== '' && !isPlaceholder(group.StartAt) && !Object.hasOwn(group.States, group.StartAt)) {
        yield { state: holder, message: `StartAt of ${label} is '${group.StartAt}', ${why(group.StartAt, beside)}` };
      }
      for (const [name, state] of Object.entries(group.States)) {
        for (const { to, kind } of transitionsOf(name, state)) {
          if (!isPlaceholder(to) && !Object.hasOwn(group.States, to)) {
            yield { state: name, message: `${FIELDS[kind]} is '${to}', ${why(to, beside)}` };
          }
        }
      }
    }
  },
};

const FIELDS = { next: 'Next', choice: 'Next of a choice rule', default: 'Default', catch: 'Next of a catcher' };
