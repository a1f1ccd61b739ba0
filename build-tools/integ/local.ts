import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cdkCli, VALIDATED } from './run/cdk-cli';
import { deployableApps } from './run/deployable-app';
import { Emulator } from './run/emulator';
import { NEWCOMER, NewcomersProject } from './run/newcomer';
import { NotPrepared } from './run/not-prepared';
import { findPython } from './run/python';
import { pythonEnvironment } from './run/python-environment';
import { Interruption, runAll, say, tell, writeReport } from './run/run-all';
import type { Place } from './run/run-app';

const HELP = `npm run integ:local [-- [--json] [--report <file>] [<app> …]]

Deploys the apps of integ/, the example and an app of a newcomer to a local emulator, and runs their assertions.
docs/integration.md says what that proves.`;

const CLI_MINUTES = 3;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      report: { type: 'string' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const names = positionals.filter((name) => name !== NEWCOMER);
  const apps = positionals.length > 0 && names.length === 0 ? [] : deployableApps(names);
  const withNewcomer = positionals.length === 0 || names.length < positionals.length;
  const python = prepared(values.report);

  const folder = mkdtempSync(join(tmpdir(), 'integ-local-'));
  const interruption = new Interruption().listen();
  try {
    const emulator = await Emulator.start(python, folder);
    say(`✔ emulator: MiniStack at ${emulator.endpoint}`);
    try {
      // For the clients of the assertions, which run in this process.
      const environment = emulator.environment(process.env);
      for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
      Object.assign(process.env, environment);

      const cdk = cdkCli({ ...environment, ...VALIDATED }, CLI_MINUTES);
      const bootstrapped = await cdk(['bootstrap', emulator.bootstrapEnvironment]);
      if (!bootstrapped.succeeded) throw new Error(`cdk bootstrap failed:\n${bootstrapped.text}`);
      const recordedTypes = Object.keys(JSON.parse(readFileSync('integ/emulator/recorded-types.json', 'utf8')));
      const place: Place = { name: 'emulator', cdk, recordedTypes, accounts: 1 };
      const results = await runAll(apps, place, folder, interruption);
      if (withNewcomer && !interruption.isWanted) {
        const project = new NewcomersProject(join(folder, NEWCOMER));
        results.push(await project.run(place, cdkCli(environment, CLI_MINUTES, project.folder), interruption));
      }
      tell(results, 'emulator', values);
      if (process.exitCode === 1) say(`\nlast lines of the emulator:\n${emulator.lastLines}`);
    } finally {
      await emulator.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The Python of an environment with the emulator; where there is none, the report says why nothing was tried. */
function prepared(report: string | undefined): string {
  try {
    return pythonEnvironment(findPython(), say);
  } catch (error) {
    if (error instanceof NotPrepared) writeReport(report, { notPrepared: error.message });
    throw error;
  }
}

main().catch((error: Error) => {
  say(error.message);
  process.exitCode = 1;
});
