import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import type { RestParameter } from '../../private/rest-api/rest-operation';
import { readHeader, readText } from '../../private/rest-api/velocity';
import type { IdempotencyKey, KeyPlace } from './idempotency-key';

/**
 * Names that Step Functions takes, that stand in a URL as they are, and that CloudWatch can log.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
const WELL_FORMED = '[0-9A-Za-z][0-9A-Za-z_.-]{0,79}';

/** Headers that say something else, or that never arrive. */
const TAKEN = /^(authorization|content-.*|host|x-amz.*|x-api-key|x-forwarded-.*|connection|cookie|accept.*|origin)$/i;

/** A key whose place is known to be one. */
export function checkedKey(scope: IConstruct, { _place: key }: IdempotencyKey): KeyPlace {
  if (key.place === 'header' && (!/^[A-Za-z][\w-]{0,79}$/.test(key.name) || TAKEN.test(key.name))) {
    throw invalid(
      scope,
      `idempotencyKey must be a header of its own, received '${key.name}': take a name such as Idempotency-Key`,
    );
  }
  if (key.place === 'body' && !/^[A-Za-z_]\w*$/.test(key.name)) {
    throw invalid(
      scope,
      `idempotencyKey must be a member of the body that begins with a letter, of letters, digits and _, received ` +
        `'${key.name}': no other name is sure to be found by a template`,
    );
  }
  return key;
}

/** What is asked of a member of the body that is the key. */
export const KEY_SCHEMA = { type: 'string', minLength: 1, maxLength: 80, pattern: `^${WELL_FORMED}$` };

/** What the request must have. */
export function keyParameters({ place, name }: KeyPlace): RestParameter[] {
  return place === 'header'
    ? [
        {
          name,
          in: 'header',
          description: '1 to 80 letters, digits, _, - and ., the same whenever the request is repeated.',
        },
      ]
    : [];
}

/** What a client is told whose key is ill-formed. */
export function keyFailure({ place, name }: KeyPlace): string {
  return place === 'none'
    ? 'The request is not well-formed.'
    : `${place === 'header' ? name : `The member ${name}`} must have 1 to 80 letters, digits, _, - and .`;
}

/**
 * Puts the key into `$key`. One that is ill-formed becomes an empty text, which is no name of an execution: Step Functions
 * refuses it, and nothing starts.
 */
export function readKey(key: KeyPlace): string {
  return [read(key), `#if($key.replaceAll('^${WELL_FORMED}$', '') != '')#set($key = '')#end`].join('\n');
}

/** Puts the key into `$key` as it came. */
export function read({ place, name }: KeyPlace): string {
  if (place === 'header') return readHeader('key', name);
  return readText('key', `$.${name}`);
}
