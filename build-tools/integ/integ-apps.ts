import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Template by file name. */
export type Templates = Record<string, string>;

/** The names of the apps in `integ/`: `saga` for `integ/saga.integ.ts`. */
export function integApps(): string[] {
  if (!existsSync('integ')) return [];
  return readdirSync('integ').flatMap((file) => /^(.+)\.integ\.ts$/.exec(file)?.[1] ?? []);
}

export function integFile(app: string): string {
  return `integ/${app}.integ.ts`;
}

/** What runs a program in TypeScript: the tsconfig of the tests maps the package's name to its sources. */
export function typeScriptCommand(...args: string[]): string[] {
  return ['node_modules/.bin/tsx', '--tsconfig', 'test/tsconfig.json', ...args];
}

export function appCommand(file: string): string[] {
  return typeScriptCommand('build-tools/integ/as-new-project.ts', file);
}

export function snapshotDirectory(app: string): string {
  return `integ/${app}.snapshot`;
}

export function snapshot(app: string): Templates {
  return templatesIn(snapshotDirectory(app));
}

/**
 * Synthesizes an app as `cdk synth` does in a new project: every recommended feature flag on, and CDK's validation of
 * the templates on, whose findings are errors then.
 */
export function synthesize(app: string): Templates {
  const directory = mkdtempSync(join(tmpdir(), 'integ-'));
  try {
    // Version reporting would change the templates with every release of the CDK.
    const context = { analyticsReporting: false, 'aws:cdk:disable-version-reporting': true };
    const { CDK_VALIDATION: _, ...inherited } = process.env;
    const [command, ...args] = appCommand(integFile(app));
    execFileSync(command, args, {
      env: { ...inherited, CDK_OUTDIR: directory, CDK_CONTEXT_JSON: JSON.stringify(context), NODE_ENV: 'test' },
      stdio: ['ignore', 'inherit', 'pipe'],
      encoding: 'utf8',
    });
    return templatesIn(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function templatesIn(directory: string): Templates {
  if (!existsSync(directory)) return {};
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.template.json'),
  );
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(directory, file), 'utf8')]));
}
