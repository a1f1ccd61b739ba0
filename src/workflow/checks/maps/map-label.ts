import { isPlaceholder } from '../../../asl/placeholder';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

const MAX_LABEL_LENGTH = 40;
/** Blanks, wildcards, brackets, what has a meaning elsewhere, and control characters. */
const NOT_IN_LABEL = /[\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]/u;

export const mapLabel: CheckRule = {
  id: 'cdk-workflows:mapLabel',
  severity: CheckSeverity.ERROR,
  title: 'The Label of a Map is short, plain and its own',
  why: 'It becomes a part of the ARN of each Map Run. Step Functions refuses one of more than 40 characters, one with a character that an ARN does not take, and the same one twice.',
  fix: 'Use letters, digits, hyphens and underscores, at most 40, or leave it out.',
  page: `${GUIDE}/state-map-distributed.html`,
  example: {
    Type: 'Map',
    Label: 'all orders',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Item',
      States: { Item: { Type: 'Pass', End: true } },
    },
  },
  *check({ states }) {
    const owners = new Map<string, string>();
    for (const { name, state } of states) {
      const label = state.Type === 'Map' ? state.Label : undefined;
      if (label === undefined || isPlaceholder(label)) continue;
      if (label.length === 0 || label.length > MAX_LABEL_LENGTH) {
        yield {
          state: name,
          message: `Label must have 1 to ${MAX_LABEL_LENGTH} characters, received ${label.length}: shorten it`,
        };
      }
      const wrong = NOT_IN_LABEL.exec(label)?.[0];
      if (wrong) {
        yield {
          state: name,
          message: `Label '${label}' has the character ${JSON.stringify(wrong)}: use letters, digits, - and _`,
        };
      }
      const owner = owners.get(label);
      if (owner) yield { state: name, message: `Label '${label}' is that of '${owner}' too: choose another` };
      owners.set(label, name);
    }
  },
};
