import { spawnSync } from 'node:child_process';
import { NotPrepared } from './not-prepared';

/** Answers with what a command prints, or undefined where there is no such command. */
export type Ask = (command: string, args: readonly string[]) => string | undefined;

const CANDIDATES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const OLDEST = 10;

const HOW_TO_INSTALL = `The emulator needs Python 3.${OLDEST} or newer. Install it and run this again:
  Debian, Ubuntu  sudo apt-get install python3 python3-venv
  Fedora          sudo dnf install python3
  macOS           brew install python
or name one: PYTHON=/path/to/python3 npm run integ:local`;

/** The command of a Python that is new enough. */
export function findPython(given = process.env.PYTHON, ask: Ask = askCommand): string {
  const found: string[] = [];
  for (const command of given ? [given] : CANDIDATES) {
    const version = ask(command, ['--version']);
    const [, major, minor] = /^Python (\d+)\.(\d+)/.exec(version ?? '') ?? [];
    if (major === '3' && Number(minor) >= OLDEST) return command;
    if (version !== undefined) found.push(`${command} is ${version.trim()}`);
  }
  const there = found.length > 0 ? ` (${found.join(', ')})` : given ? ` (${given} does not run)` : '';
  throw new NotPrepared(`No Python 3.${OLDEST} was found${there}.\n${HOW_TO_INSTALL}`);
}

function askCommand(command: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout : undefined;
}
