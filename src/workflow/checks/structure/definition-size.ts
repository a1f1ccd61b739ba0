import { Limits } from '../../../asl/limits';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

export const definitionSize: CheckRule = {
  id: 'cdk-workflows:definitionSize',
  severity: CheckSeverity.ERROR,
  title: 'A definition has at most 1 MiB',
  why: 'Step Functions refuses a longer one when the stack deploys.',
  fix: 'Move a part of it into a state machine of its own, and start that from a Task.',
  page: `${GUIDE}/service-quotas.html`,
  example: { Type: 'Pass', Comment: '…and 1,048,576 characters more' },
  *check({ text }) {
    const bytes = text === undefined ? 0 : Buffer.byteLength(text);
    if (bytes > Limits.DEFINITION_BYTES) {
      yield {
        message: `definition must have at most ${Limits.DEFINITION_BYTES} bytes, received ${bytes}: move a part of it into a state machine of its own`,
      };
    }
  },
};
