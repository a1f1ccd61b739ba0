import { Annotations, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';

const LONGEST_KEY_BYTES = 1024;

/** What the keys begin with and end with, as one alternative of an event pattern: two in a list would each do alone. */
export function keyPattern(scope: IConstruct, prefix: string, suffix: string | undefined): unknown {
  for (const [prop, text] of Object.entries({ prefix, suffix })) {
    if (text !== undefined && !Token.isUnresolved(text)) {
      check(scope, prop, text);
    }
  }
  if (suffix === undefined || suffix === '') {
    return { prefix };
  }
  if (Token.isUnresolved(prefix) || Token.isUnresolved(suffix)) {
    throw invalid(
      scope,
      'prefix and suffix must be known when the app is synthesized if both are given: write them out',
    );
  }
  return prefix === '' ? { suffix } : { wildcard: `${escaped(prefix)}*${escaped(suffix)}` };
}

function check(scope: IConstruct, prop: string, text: string): void {
  if (Buffer.byteLength(text, 'utf8') > LONGEST_KEY_BYTES) {
    throw invalid(scope, `${prop} must have at most ${LONGEST_KEY_BYTES} bytes, as keys do, received more`);
  }
  if (text.startsWith('/') || text.includes('*')) {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:keyWithMarks',
      `${prop} is taken as it is, received '${text}': few keys begin with a slash or have an asterisk in them`,
    );
  }
}

function escaped(text: string): string {
  return text.replace(/[\\*]/g, '\\$&');
}
