import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import { seededRandom, uuidFrom } from '../execution/random';

/**
 * The functions that Step Functions adds to JSONata, and those that must not see the real world.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
 */
export function stepFunctionsFunctions(now: number, random: () => number): Record<string, unknown> {
  return {
    partition,
    range,
    hash,
    parse,
    random: (seed?: number) => (seed === undefined ? random() : seededRandom(seed)()),
    uuid: () => uuidFrom(random),
    millis: () => now,
    now: (picture?: string, timezone?: string) => format(now, picture, timezone),
    // Not supported by Step Functions; $parse takes its place.
    eval: undefined,
  };
}

function partition(list: unknown, size: unknown): unknown[][] | undefined {
  if (list === undefined) {
    return undefined;
  }
  const items = Array.isArray(list) ? list : [list];
  const step = integer('partition', size);
  if (step < 1) {
    throw new Error(`$partition: the size must be a positive integer, not ${size}`);
  }
  return Array.from({ length: Math.ceil(items.length / step) }, (_, index) =>
    items.slice(index * step, (index + 1) * step),
  );
}

const MAX_RANGE = 1000;

function range(first: unknown, last: unknown, by: unknown): number[] {
  const [start, end, step] = [integer('range', first), integer('range', last), integer('range', by)];
  if (step === 0) {
    throw new Error('$range: the step must not be 0');
  }
  const length = Math.max(0, Math.floor((end - start) / step) + 1);
  if (length > MAX_RANGE) {
    throw new Error(`$range: the result would have ${length} numbers, more than ${MAX_RANGE}`);
  }
  return Array.from({ length }, (_, index) => start + index * step);
}

const ALGORITHMS: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

export function hash(data: unknown, algorithm: unknown): string {
  const name = ALGORITHMS[String(algorithm)];
  if (typeof data !== 'string' || name === undefined) {
    throw new Error(`$hash: expected a string and one of ${Object.keys(ALGORITHMS).join(', ')}`);
  }
  return createHash(name).update(data, 'utf8').digest('hex');
}

function parse(text: unknown): unknown {
  if (text === undefined) {
    return undefined;
  }
  if (typeof text !== 'string') {
    throw new Error(`$parse: expected a string, not ${typeof text}`);
  }
  return JSON.parse(text);
}

function integer(name: string, value: unknown): number {
  if (typeof value !== 'number') {
    throw new Error(`$${name}: expected a number, not ${JSON.stringify(value)}`);
  }
  return Math.floor(value);
}

async function format(now: number, picture?: string, timezone?: string): Promise<string> {
  if (picture === undefined && timezone === undefined) {
    return new Date(now).toISOString();
  }
  return jsonata('$fromMillis($time, $picture, $timezone)').evaluate(undefined, { time: now, picture, timezone });
}
