/** Anything that survives a round trip through JSON. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Step Functions measures payloads in UTF-8 bytes, not in characters. */
export function sizeInBytes(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}
