import { deepEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { assertion, byEmulator, startByRequest } from '../../../integ/assert';
import type { AppResult } from './app-result';
import type { Cdk } from './cdk-cli';
import { type Interruption, say, toolsFor } from './run-all';
import { type Place, runApp } from './run-app';

export const NEWCOMER = 'newcomer';
const PAGE = 'docs/integration.md';
/** What npm says when it does not reach its registry. */
const NO_NETWORK = /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENOTCACHED|network/;

export const NEWCOMERS_ASSERTIONS = [
  assertion(
    'a declined card cancels the order, as the page says',
    byEmulator('its engine; Lambda with the names of errors bridged'),
    async (app) => {
      const started = await startByRequest(app.stateMachine('OrderSaga'), { orderId: 'o-1', card: 'expired' });
      const { status, error } = await app.ended(started);

      deepEqual([status, error], ['FAILED', 'CardDeclined']);
      const visited = ['CreateOrder', 'ProcessPayment', 'Compensate CreateOrder', 'Saga Compensated'];
      deepEqual(await app.visited(started), visited);
    },
  ),
];

/** An empty folder, the packed library, and the app of the page: what somebody does who sees all of this for the first time. */
export class NewcomersProject {
  constructor(public readonly folder: string) {}

  /** @param cdk - the command line that is installed in the folder */
  public async run(place: Place, cdk: Cdk, interruption: Interruption): Promise<AppResult> {
    const begin = Date.now();
    const problem = this.install();
    if (problem) {
      say(`✖ ${NEWCOMER}: ${problem.because}`);
      return {
        app: NEWCOMER,
        deployment: problem,
        assertions: [],
        retained: [],
        seconds: (Date.now() - begin) / 1000,
      };
    }
    writeFileSync(join(this.folder, 'app.js'), appOnPage(readFileSync(PAGE, 'utf8')));
    const app = { name: NEWCOMER, command: 'node app.js', assertions: NEWCOMERS_ASSERTIONS, accounts: 1 };
    const result = await runApp(app, toolsFor({ ...place, cdk }, this.folder, interruption));
    return { ...result, seconds: (Date.now() - begin) / 1000 };
  }

  private install(): { outcome: 'failed' | 'skipped'; because: string } | undefined {
    if (!isCompiled()) {
      say(`▸ ${NEWCOMER}: npm run compile`);
      const compiled = run('npm', ['run', '--silent', 'compile'], '.');
      if (!compiled.succeeded) return { outcome: 'failed', because: `npm run compile:\n${compiled.text}` };
    }
    say(`▸ ${NEWCOMER}: npm pack, npm install`);
    mkdirSync(this.folder, { recursive: true });
    const packed = run('npm', ['pack', '--silent', '--pack-destination', this.folder], '.');
    if (!packed.succeeded) return { outcome: 'failed', because: `npm pack:\n${packed.text}` };
    writeFileSync(join(this.folder, 'package.json'), '{ "name": "shop", "version": "1.0.0", "private": true }\n');
    const tarball = `./${readdirSync(this.folder).find((file) => file.endsWith('.tgz'))}`;
    const versions = ['aws-cdk-lib', 'constructs', 'aws-cdk'].map((name) => `${name}@${versionOf(name)}`);
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
    const installed = run('npm', ['install', ...quiet, tarball, ...versions], this.folder);
    if (installed.succeeded) return undefined;
    const isOffline = NO_NETWORK.test(installed.text);
    return { outcome: isOffline ? 'skipped' : 'failed', because: `npm install:\n${installed.text}` };
  }
}

/** The block of the page that is the file `app.js`. */
export function appOnPage(page: string): string {
  const [, app] = /`app\.js`\n\n```js\n([\s\S]*?)```/.exec(page) ?? [];
  if (app === undefined) throw new Error(`${PAGE} has no block that is app.js`);
  return app;
}

function isCompiled(): boolean {
  const library = 'lib/index.js';
  if (!existsSync(library)) return false;
  const compiled = statSync(library).mtimeMs;
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' });
  return sources.every((file) => statSync(join('src', file)).mtimeMs <= compiled);
}

/** Those that this project is developed with, so that npm has them in its cache. */
function versionOf(name: string): string {
  return JSON.parse(readFileSync(resolve('node_modules', name, 'package.json'), 'utf8')).version;
}

function run(command: string, args: readonly string[], cwd: string): { succeeded: boolean; text: string } {
  // Without what the npm around this run hands down: it names this project, not the newcomer's.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  return { succeeded: status === 0, text: `${stdout}${stderr}`.trim().split('\n').slice(-12).join('\n') };
}
