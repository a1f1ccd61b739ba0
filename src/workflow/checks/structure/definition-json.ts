import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { RuleDescription } from '../rule';

/** Looked at before a definition is read, so that it has no check of its own. */
export const definitionJson: RuleDescription = {
  id: 'cdk-workflows:definitionJson',
  severity: CheckSeverity.ERROR,
  title: 'A definition given as a text is JSON',
  why: 'Step Functions refuses it when the stack deploys.',
  fix: 'Correct the text where the message says; write it with `JSON.stringify`.',
  page: `${GUIDE}/concepts-amazon-states-language.html`,
};
