import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { NotPrepared } from './not-prepared';

const REQUIREMENTS = 'integ/emulator/requirements.txt';
const CACHE = 'node_modules/.cache/cdk-workflows';

/**
 * A virtual environment with what the emulator needs, and the path of its Python. It is made once for each list of
 * packages: later runs need no network.
 */
export function pythonEnvironment(python: string, say: (line: string) => void): string {
  const requirements = readFileSync(REQUIREMENTS);
  const folder = resolve(CACHE, `emulator-${createHash('sha256').update(requirements).digest('hex').slice(0, 12)}`);
  const own = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  // A copy of this project may have been moved, and a virtual environment cannot be.
  if (existsSync(complete) && readFileSync(complete, 'utf8') === folder) return own;

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  say('▸ emulator: a virtual environment of Python, and MiniStack from PyPI');
  const made = spawnSync(python, ['-m', 'venv', folder], { encoding: 'utf8' });
  if (made.status !== 0) {
    throw new NotPrepared(
      `${python} cannot make a virtual environment; on Debian and Ubuntu install python3-venv.\n${said(made)}`,
    );
  }
  const install = [
    '-m',
    'pip',
    'install',
    '--disable-pip-version-check',
    '--quiet',
    '--retries',
    '2',
    '--requirement',
    REQUIREMENTS,
  ];
  const installed = spawnSync(own, install, { encoding: 'utf8' });
  if (installed.status !== 0) {
    throw new NotPrepared(
      'MiniStack could not be installed from PyPI. Without a network, or behind another index, set PIP_INDEX_URL.\n' +
        said(installed),
    );
  }
  writeFileSync(complete, folder);
  return own;
}

function said({ stdout, stderr, error }: SpawnSyncReturns<string>): string {
  const lines = `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim().split('\n');
  return lines.slice(-6).join('\n');
}
