import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MissingDouble } from '../testing/missing-double';
import { RehearsalError } from '../testing/rehearsal-error';
import { check } from './check';
import { checkReport, isSound } from './check-report';
import { parseCommandLine } from './command-line';
import { jsonReport } from './json-report';
import { Progress } from './progress';
import { rehearse } from './rehearse';
import { succeeded } from './rehearsed';
import { writeSchemas } from './schemas';
import { textReport } from './text-report';
import { USAGE } from './usage';
import { UsageError } from './usage-error';

export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { readonly isTTY?: boolean; write(text: string): unknown };
}

/** Carries out a command line and returns the exit code: 0 and 1 are verdicts, 2 says that there is none. */
export async function cli(args: readonly string[], { stdout, stderr }: Streams): Promise<0 | 1 | 2> {
  const progress = new Progress(stderr);
  try {
    const command = parseCommandLine(args);
    if (command.name === 'help') {
      stdout.write(USAGE);
      return 0;
    }
    if (command.name === 'version') {
      stdout.write(`${version()}\n`);
      return 0;
    }
    if (command.name === 'check') {
      const checked = check(command);
      stdout.write(`${command.json ? JSON.stringify(checked, undefined, 2) : checkReport(checked)}\n`);
      return isSound(checked) ? 0 : 1;
    }
    if (command.name === 'schemas') {
      stdout.write(
        writeSchemas(command)
          .map((name) => `${name}\n`)
          .join(''),
      );
      return 0;
    }
    const rehearsed = await rehearse(command, progress);
    progress.end();
    stdout.write(`${command.json ? jsonReport(rehearsed) : textReport(rehearsed)}\n`);
    return succeeded(rehearsed) ? 0 : 1;
  } catch (error) {
    progress.end();
    stderr.write(`cdk-workflows: ${explained(error)}\n`);
    return 2;
  }
}

function version(): string {
  return JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')).version;
}

/** What the person at the terminal can mend needs no stack trace; what JavaScript itself complains of is a fault of ours. */
function explained(error: unknown): string {
  if (error instanceof UsageError) {
    return `${error.message}\nWhat can be written: cdk-workflows --help`;
  }
  if (error instanceof MissingDouble) {
    const { state, called, input } = error;
    return `state '${state}' calls ${called}, which nothing stands in for; add --mock '${state}=<json>', or --mock-others <json> for all such tasks. It was called with ${input}`;
  }
  const { name, message, stack } = error as Error;
  return ['Error', RehearsalError.name].includes(name) ? message : (stack ?? message);
}
