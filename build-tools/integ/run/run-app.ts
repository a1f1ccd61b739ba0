import type { Assertion, Deployment } from '../../../integ/assert';
import type { AppResult, AssertionResult, DeploymentResult } from './app-result';
import type { Cdk } from './cdk-cli';
import type { DeployableApp } from './deployable-app';
import { emulatorRefusal } from './emulator-refusal';

/** Where apps are deployed to. Everything that differs between AWS and the emulator is here. */
export interface Place {
  readonly name: 'aws' | 'emulator';
  readonly cdk: Cdk;
  /** Of resources that the emulator only notes down. */
  readonly recordedTypes: readonly string[];
  /** On how many accounts it can deploy one app. */
  readonly accounts: number;
}

export interface RunTools {
  readonly place: Place;
  readonly say: (line: string) => void;
  /** Looks up what the stacks of an assembly have become. */
  readonly connect: (assembly: string) => Promise<{ deployment: Deployment; retained: readonly string[] }>;
  /** An empty folder for the assembly of an app. */
  readonly assemblyOf: (app: string) => string;
  /** Whether somebody wants it to end: nothing more is begun then, and what was deployed is destroyed. */
  readonly isInterrupted: () => boolean;
}

/** On everything that is deployed, so that it can be found. */
const TAG = 'cdk-workflows=integ';

/** Deploys an app, asserts on it and destroys it: on AWS exactly as on the emulator. */
export async function runApp(app: DeployableApp, tools: RunTools): Promise<AppResult> {
  const begin = Date.now();
  const seconds = () => (Date.now() - begin) / 1000;
  const { place, say } = tools;
  const { name } = app;
  if (app.accounts > place.accounts) {
    const because = `needs ${app.accounts} accounts`;
    say(`- ${name}: not deployed, ${because}`);
    return { app: name, deployment: { outcome: 'skipped', because }, assertions: [], retained: [], seconds: 0 };
  }

  say(`▸ ${name}: cdk deploy`);
  const assembly = tools.assemblyOf(name);
  const deployed = await place.cdk([
    ...['deploy', '--all', '--app', app.command, '--output', assembly],
    ...['--require-approval', 'never', '--progress', 'events', '--tags', TAG],
  ]);
  let deployment: DeploymentResult;
  let assertions: AssertionResult[] = [];
  let retained: readonly string[] = [];
  if (deployed.succeeded) {
    const found = await tools.connect(assembly);
    retained = found.retained;
    const { resources } = found.deployment;
    const recorded = [...new Set(resources.map(({ type }) => type))].filter((type) =>
      place.recordedTypes.includes(type),
    );
    deployment = { outcome: 'deployed', resources: resources.length, recorded };
    say(`✔ ${name}: ${resources.length} resources (${seconds().toFixed(1)} s)`);
    assertions = await assertAll(app.assertions, found.deployment, tools);
  } else {
    const refused = notDeployed(deployed.text, place);
    deployment = refused;
    say(`${refused.outcome === 'failed' ? '✖' : '-'} ${name}: ${refused.because}`);
  }

  // Also after a failure: a stack that was rolled back is still there.
  const destroyed = await place.cdk(['destroy', '--all', '--force', '--app', assembly]);
  const wasThere = deployment.outcome !== 'skipped';
  const notDestroyed = destroyed.succeeded || !wasThere ? undefined : lastLines(destroyed.text);
  if (notDestroyed !== undefined) say(`✖ ${name}: cdk destroy failed\n${notDestroyed}`);
  return { app: name, deployment, assertions, notDestroyed, retained, seconds: seconds() };
}

async function assertAll(
  assertions: readonly Assertion[],
  deployment: Deployment,
  tools: RunTools,
): Promise<AssertionResult[]> {
  const results: AssertionResult[] = [];
  for (const assertion of assertions) {
    const result = await assertOne(assertion, deployment, tools);
    results.push(result);
    const sign = { passed: '✔', failed: '✖', skipped: '-' }[result.outcome];
    tools.say(`  ${sign} ${result.title}${result.because === undefined ? '' : `: ${result.because}`}`);
  }
  return results;
}

async function assertOne(
  { title, local, notOnAws, check }: Assertion,
  deployment: Deployment,
  { place, isInterrupted }: RunTools,
): Promise<AssertionResult> {
  const by = place.name === 'aws' ? 'aws' : local.by;
  const nobody = place.name === 'aws' ? notOnAws : local.by === 'nobody' ? local.because : undefined;
  const because = isInterrupted() ? 'interrupted' : nobody;
  if (because !== undefined) return { title, by, outcome: 'skipped', because };
  try {
    await (by === 'interpreter' ? deployment.interpreted(() => check(deployment)) : check(deployment));
    return { title, by, outcome: 'passed' };
  } catch (error) {
    return { title, by, outcome: 'failed', because: error instanceof Error ? error.message : String(error) };
  }
}

function notDeployed(output: string, place: Place): Exclude<DeploymentResult, { outcome: 'deployed' }> {
  const refusal = place.name === 'emulator' ? emulatorRefusal(output) : undefined;
  return refusal === undefined
    ? { outcome: 'failed', because: lastLines(output) }
    : { outcome: 'skipped', because: refusal };
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-12).join('\n');
}
