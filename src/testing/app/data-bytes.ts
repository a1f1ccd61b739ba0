import type { Json } from '../../asl/json';

/** What a test sends as data: text and bytes as they are, any other value as JSON. */
export type Data = string | Uint8Array | Json;

export function bytesOfData(data: Data): Buffer {
  if (typeof data === 'string') {
    return Buffer.from(data, 'utf8');
  }
  return data instanceof Uint8Array ? Buffer.from(data) : Buffer.from(JSON.stringify(data), 'utf8');
}
