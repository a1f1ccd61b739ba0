import { version } from 'aws-cdk-lib/package.json';

/**
 * For tests of what only newer CDKs can do: `sinceCdk('2.257.0').test('…', …)`. The run on the lowest CDK prints what it
 * skips.
 */
export function sinceCdk(needed: string): Pick<typeof globalThis, 'describe' | 'test'> {
  const enough = version.localeCompare(needed, undefined, { numeric: true }) >= 0;
  return enough ? { describe, test } : ({ describe: describe.skip, test: test.skip } as typeof globalThis);
}
