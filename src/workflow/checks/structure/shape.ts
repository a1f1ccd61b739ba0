import type { ShapeProblem } from '../../../asl/shape';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';
import type { CheckSubject } from '../subject';

/** The four rules of one walk over all fields. */
const found = (kind: ShapeProblem['kind']) => (subject: CheckSubject) =>
  subject.problems.filter((problem) => problem.kind === kind);

export const requiredField: CheckRule = {
  id: 'cdk-workflows:requiredField',
  severity: CheckSeverity.ERROR,
  title: 'A definition, a state, a retrier and a catcher have the fields that they need',
  why: 'Step Functions refuses the definition when the stack deploys.',
  fix: 'Add the field that the message names.',
  page: `${GUIDE}/statemachine-structure.html`,
  example: { Type: 'Wait' },
  check: found('missing'),
};

export const fieldType: CheckRule = {
  id: 'cdk-workflows:fieldType',
  severity: CheckSeverity.ERROR,
  title: 'A field holds what Step Functions expects in it',
  why: 'Step Functions refuses the definition when the stack deploys.',
  fix: 'Write a value of the kind that the message names; in a JSONata state an expression will do.',
  page: `${GUIDE}/statemachine-structure.html`,
  example: { Type: 'Wait', Seconds: 'ten' },
  check: found('type'),
};

export const unknownField: CheckRule = {
  id: 'cdk-workflows:unknownField',
  severity: CheckSeverity.ERROR,
  title: 'A state has no fields but those of its type',
  why: 'Step Functions refuses the definition when the stack deploys: "Field … is not supported".',
  fix: 'Correct the name or take the field out; notes go into `Comment`.',
  page: `${GUIDE}/statemachine-structure.html`,
  example: { Type: 'Pass', _comment: 'to be done' },
  check: found('unknown'),
};

export const otherLanguageField: CheckRule = {
  id: 'cdk-workflows:otherLanguageField',
  severity: CheckSeverity.ERROR,
  title: 'A state has no fields of the other query language',
  why: 'Step Functions refuses the definition when the stack deploys. The CDK mixes them when a JSONata state machine holds states made without `jsonata(…)`.',
  fix: 'Make the state with `.jsonata(…)` or `.jsonPath(…)`, whichever its fields belong to.',
  page: `${GUIDE}/transforming-data.html`,
  example: { Type: 'Pass', QueryLanguage: 'JSONata', Parameters: { 'id.$': '$.id' } },
  check: found('language'),
};
