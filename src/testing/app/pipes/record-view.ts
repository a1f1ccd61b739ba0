import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { parsedIfJson } from '../../integrations/parsed-if-json';
import type { DataField } from './pipe-source';

/**
 * A record as filters and input templates see it: with the data in it decoded where it is JSON, so that they can name
 * what is inside: `$.body.orderId`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html#input-transform-implicit
 */
export function recordView(record: Json, fields: readonly DataField[]): Json {
  if (!isObject(record)) {
    return record;
  }
  const view: JsonObject = { ...record };
  for (const { name, encoding } of fields) {
    const data = view[name];
    if (typeof data === 'string' && encoding !== 'json') {
      view[name] = decoded(data, encoding);
    }
  }
  return view;
}

function decoded(data: string, encoding: 'text' | 'base64'): Json {
  const parsed = parsedIfJson(encoding === 'text' ? data : Buffer.from(data, 'base64').toString('utf8'));
  // What is no JSON stays as it came, encoded.
  return typeof parsed === 'string' ? data : parsed;
}
