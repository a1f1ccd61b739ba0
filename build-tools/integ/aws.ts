import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { consentedAccount } from './aws-account/consent';
import { costTable } from './aws-account/run-cost';
import { snapshot } from './integ-apps';
import { cdkCli, VALIDATED } from './run/cdk-cli';
import { deployableApps } from './run/deployable-app';
import { Interruption, runAll, say, tell } from './run/run-all';
import type { Place } from './run/run-app';

const HELP = `AWS_PROFILE=<profile> AWS_REGION=<Region> npm run integ:aws -- [--yes-i-pay] [--json] [--report <file>] (--all | <app> …)

Deploys apps to your own account, runs their assertions and destroys them; without --yes-i-pay it says what that costs.
The account and Region must have been bootstrapped: npx cdk bootstrap. docs/integration.md has the rest.`;

/** A cluster of MSK takes its time. */
const CLI_MINUTES = 60;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      'yes-i-pay': { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
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
  if (positionals.length === 0 && !values.all) throw new Error(`which apps?\n\n${HELP}`);
  const apps = deployableApps(positionals);
  const cost = costTable(new Map(apps.map(({ name }) => [name, Object.values(snapshot(name))])));
  const { region, credentials } = consentedAccount(process.env, values['yes-i-pay'], cost);
  say(`▸ ${credentials} in ${region}\n${cost}`);

  // Clients and the command line agree on the Region.
  Object.assign(process.env, { AWS_REGION: region, AWS_DEFAULT_REGION: region });
  const folder = mkdtempSync(join(tmpdir(), 'integ-aws-'));
  try {
    const place: Place = {
      name: 'aws',
      cdk: cdkCli({ ...process.env, ...VALIDATED }, CLI_MINUTES),
      recordedTypes: [],
      accounts: 1,
    };
    const results = await runAll(apps, place, folder, new Interruption().listen());
    tell(results, 'aws', values);
    say(cost);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: Error) => {
  say(error.message);
  process.exitCode = 1;
});
