import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type AppResult, totalsOf } from './app-result';
import { connect } from './assembly-stacks';
import type { DeployableApp } from './deployable-app';
import { resultTable } from './result-table';
import { type Place, type RunTools, runApp } from './run-app';

export interface RunOptions {
  /** For programs: JSON on standard output, progress on the other. */
  readonly json: boolean;
  /** A file that gets the JSON too. */
  readonly report?: string;
}

/** One after the other: deployments share an account, and on the emulator a machine. */
export async function runAll(
  apps: readonly DeployableApp[],
  place: Place,
  folder: string,
  interruption: Interruption,
): Promise<AppResult[]> {
  const results: AppResult[] = [];
  for (const app of apps) {
    if (interruption.isWanted) break;
    results.push(await runApp(app, toolsFor(place, folder, interruption)));
  }
  return results;
}

export function toolsFor(place: Place, folder: string, interruption: Interruption): RunTools {
  const assemblyOf = (app: string) => join(folder, `${app}.out`);
  return { place, say, connect, assemblyOf, isInterrupted: () => interruption.isWanted };
}

/** Says what came out, and sets the exit status. */
export function tell(results: readonly AppResult[], place: Place['name'], { json, report }: RunOptions): void {
  const totals = totalsOf(results);
  const found = { place, ...totals, apps: results };
  console.log(json ? JSON.stringify(found, undefined, 2) : `\n${resultTable(results, place)}`);
  writeReport(report, found);
  if (totals.failed > 0) process.exitCode = 1;
}

export function writeReport(file: string | undefined, content: object): void {
  if (file === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}

/** Progress is not what the run has found. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Ctrl-C: what has been deployed is destroyed first. */
export class Interruption {
  public isWanted = false;

  public listen(): this {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        this.isWanted = true;
        process.exitCode = 130;
        say('▸ interrupted: destroying what was deployed, then ending');
      });
    }
    return this;
  }
}
