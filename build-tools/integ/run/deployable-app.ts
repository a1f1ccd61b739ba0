import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Assertion } from '../../../integ/assert';
import { appCommand, integApps, integFile } from '../integ-apps';

/** An app that is deployed to be asserted on: each in `integ/`, and the example. */
export interface DeployableApp {
  readonly name: string;
  /** What the CDK's command line runs. */
  readonly command: string;
  /** Assertions of its own; without any it is deployed all the same. */
  readonly assertions: readonly Assertion[];
  /** How many accounts its stacks are in, as the file says at its beginning. */
  readonly accounts: number;
}

const EXAMPLE = { name: 'order-processing', file: 'examples/order-processing/app.ts' };

export function deployableApps(names: readonly string[] = []): DeployableApp[] {
  const integ = integApps().map((name) => ({ name, file: integFile(name) }));
  const all = [...integ, EXAMPLE].sort((one, other) => one.name.localeCompare(other.name));
  const unknown = names.filter((name) => !all.some((app) => app.name === name));
  if (unknown.length > 0) {
    throw new Error(`no app is called ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`);
  }
  return all
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .map(({ name, file }) => ({
      name,
      command: appCommand(file).join(' '),
      assertions: assertionsOf(name),
      accounts: accountsIn(readFileSync(file, 'utf8')),
    }));
}

export function assertionsOf(name: string): readonly Assertion[] {
  const file = resolve(`integ/${name}.asserts.ts`);
  return existsSync(file) ? require(file).default : [];
}

/** `Accounts: two` in the comment at the beginning. */
export function accountsIn(source: string): number {
  const said = /^ \* Accounts: (one|two|three)\b/m.exec(source)?.[1];
  return { one: 1, two: 2, three: 3 }[said ?? 'one'] ?? 1;
}
