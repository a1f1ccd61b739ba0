import type { OrderedRecord } from '../stream/ordered-dispatcher';
import type { RecordInput } from '../stream/record-input';
import { withField } from '../stream/record-texts';
import { dataText, named } from '../stream/stream-record';

const RECORD = '$states.input';
const VALUE = `${RECORD}.value`;

/**
 * A record of Kafka: `orders-0-15-1c3b…`. The hash has the whole topic, the cluster, and the time in the record: a topic
 * that is made anew begins to count at 0 again.
 */
export function kafkaRecord(input?: RecordInput): OrderedRecord {
  const place = `$string([${['eventSourceArn', 'bootstrapServers', 'topic', 'partition', 'offset', 'timestamp']
    .map((field) => `$string(${RECORD}.${field})`)
    .join(', ')}])`;
  const parts = [
    `$substring($replace(${RECORD}.topic, /[^A-Za-z0-9_-]/, "_"), 0, 30)`,
    `${RECORD}.partition`,
    `${RECORD}.offset`,
    `$substring($hash(${place}, "SHA-256"), 0, 16)`,
  ];
  const inputs = {
    data: `($exists(${VALUE}) and ${VALUE} != null ? ${dataText('value')} : "null")`,
    wholeRecord: `($exists(${VALUE}) and ${VALUE} != null ? ${withField(RECORD, 'value', dataText('value'))} : $string(${RECORD}))`,
    encodedRecord: `$string(${RECORD})`,
  };
  return {
    name: named(['topic', 'partition', 'offset', 'timestamp'], parts.join(' & "-" & ')),
    input: inputs[input?._kind ?? 'data'],
  };
}
