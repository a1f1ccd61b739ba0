import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchModule, BenchSubject } from './bench-module';

export const SIDES = ['ours', 'handwritten'] as const;
export type Side = (typeof SIDES)[number];

export type PerSide<T> = Record<Side, T>;

/** The names of what is measured: a file in `constructs/` and one of the same name in `handwritten/`. */
export function subjectNames(): string[] {
  return readdirSync(join(__dirname, 'constructs')).flatMap((file) => /^(.+)\.[jt]s$/.exec(file)?.[1] ?? []);
}

/** Path of a side's file below this folder, without its ending. */
export function fileOf(name: string, side: Side): string {
  return join(side === 'ours' ? 'constructs' : 'handwritten', name);
}

export function moduleOf(name: string, side: Side): BenchModule {
  return require(join(__dirname, fileOf(name, side)));
}

export function subjectOf(name: string): BenchSubject {
  return moduleOf(name, 'ours') as BenchSubject;
}
