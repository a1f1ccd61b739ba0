import { isObject } from '../../../asl/json';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

export const mapNumbers: CheckRule = {
  id: 'cdk-workflows:mapNumbers',
  severity: CheckSeverity.ERROR,
  title: 'The numbers of a Map are within their bounds',
  why: 'Step Functions refuses the definition when the stack deploys.',
  fix: 'MaxConcurrency and ToleratedFailureCount from 0, ToleratedFailurePercentage from 0 to 100, batches of at least one item.',
  page: `${GUIDE}/state-map-distributed.html`,
  example: {
    Type: 'Map',
    ToleratedFailurePercentage: 120,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Item',
      States: { Item: { Type: 'Pass', End: true } },
    },
  },
  *check({ states }) {
    for (const { name, state } of states) {
      if (state.Type !== 'Map') continue;
      const batcher: Record<string, unknown> = isObject(state.ItemBatcher) ? state.ItemBatcher : {};
      const numbers: [string, unknown, number, number][] = [
        ['MaxConcurrency', state.MaxConcurrency, 0, Number.POSITIVE_INFINITY],
        ['ToleratedFailureCount', state.ToleratedFailureCount, 0, Number.POSITIVE_INFINITY],
        ['ToleratedFailurePercentage', state.ToleratedFailurePercentage, 0, 100],
        ['ItemBatcher.MaxItemsPerBatch', batcher.MaxItemsPerBatch, 1, Number.POSITIVE_INFINITY],
        ['ItemBatcher.MaxInputBytesPerBatch', batcher.MaxInputBytesPerBatch, 1, 262_144],
      ];
      for (const [field, value, least, most] of numbers) {
        if (typeof value === 'number' && (value < least || value > most)) {
          const bounds = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${most}`;
          yield { state: name, message: `${field} must be ${bounds}, received ${value}` };
        }
      }
    }
  },
};
