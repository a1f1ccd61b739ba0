import { readdirSync } from 'node:fs';
import type { Assertion } from '../../../integ/assert';
import { assertionsOf } from '../run/deployable-app';
import { NEWCOMER, NEWCOMERS_ASSERTIONS } from '../run/newcomer';

const BEGIN = '<!-- npm run integ:page writes this table -->';
const END = '<!-- end of the table -->';

/** The page with the table of all assertions and what each rests on, made anew from the assertions. */
export function withAssertionTable(page: string): string {
  const [before, rest = ''] = page.split(BEGIN);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`the page has no place for the table: ${BEGIN} … ${END}`);
  return `${before}${BEGIN}\n${table()}\n${END}${after}`;
}

function table(): string {
  const newcomer = { name: NEWCOMER, assertions: NEWCOMERS_ASSERTIONS };
  const apps = readdirSync('integ').flatMap((file) => /^(.+)\.asserts\.ts$/.exec(file)?.[1] ?? []);
  const asserted = apps.sort().map((name) => ({ name, assertions: assertionsOf(name) }));
  const rows = [...asserted, newcomer].flatMap(({ name, assertions }) =>
    assertions.map((assertion, place) => row(place === 0 ? name : '', assertion)),
  );
  return ['| app | assertion | on the emulator it rests on |', '| --- | --- | --- |', ...rows].join('\n');
}

function row(app: string, { title, local, notOnAws }: Assertion): string {
  const rests = {
    emulator: () => ('what' in local ? local.what : ''),
    interpreter: () => `**our interpreter**; ${'what' in local ? local.what : ''}`,
    nobody: () => `– only on AWS: ${'because' in local ? local.because : ''}`,
  }[local.by]();
  return `| ${app} | ${title}${notOnAws === undefined ? '' : ` (not on AWS: ${notOnAws})`} | ${rests} |`;
}
