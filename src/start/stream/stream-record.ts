import type { OrderedRecord } from './ordered-dispatcher';
import type { RecordInput } from './record-input';
import { decodedText, plainChange, withField } from './record-texts';

const RECORD = '$states.input';

/** An expression that is an error where a field is missing that makes a name: without it all records had one name. */
export function named(fields: readonly string[], name: string): string {
  const all = fields.map((field) => `$exists(${RECORD}.${field})`).join(' and ');
  return `(${all} ? ${name} : $error("The record has no ${fields.join(', ')}."))`;
}

/** Data in base64, or JSON that an enrichment put into its place. */
export function dataText(field: string): string {
  const data = `${RECORD}.${field}`;
  return `($type(${data}) = "string" ? ${decodedText(data)} : $string(${data}))`;
}

/** A record of Kinesis. Its number is unique in its shard, and the stream goes into the hash. */
export function kinesisRecord(input?: RecordInput): OrderedRecord {
  const hash = `$substring($hash(${RECORD}.eventSourceARN & ${RECORD}.eventID, "SHA-256"), 0, 16)`;
  const inputs = {
    data: dataText('data'),
    wholeRecord: withField(RECORD, 'data', dataText('data')),
    encodedRecord: `$string(${RECORD})`,
  };
  return {
    name: named(['sequenceNumber', 'eventSourceARN', 'eventID'], `${RECORD}.sequenceNumber & "-" & ${hash}`),
    input: inputs[input?._kind ?? 'data'],
  };
}

/** A change to an item. Its id is unique in the world: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html */
export function changedItem(input?: RecordInput): OrderedRecord {
  const id = `${RECORD}.eventID`;
  return {
    name: named(['eventID'], `$contains(${id}, /^[A-Za-z0-9_-]{1,80}$/) ? ${id} : $hash(${id}, "SHA-256")`),
    input: input?._kind === 'data' ? plainChange(RECORD) : `$string(${RECORD})`,
  };
}
