import { parseArgs } from 'node:util';
import { closeNames } from '../testing/close-names';
import type { DoubleOption } from './double-options';
import { UsageError } from './usage-error';

export interface RehearseCommand {
  readonly file: string;
  readonly machine?: string;
  readonly express: boolean;
  readonly inputs: readonly string[];
  /** In the order of the command line. */
  readonly doubles: readonly DoubleOption[];
  /** What every other task answers that needs a double. */
  readonly mockOthers?: string;
  /** `bucket/key=<json>` */
  readonly objects: readonly string[];
  readonly faultMatrix: boolean;
  readonly coverage: boolean;
  readonly diagram?: string;
  readonly json: boolean;
}

export type CheckCommand = Pick<RehearseCommand, 'file' | 'machine' | 'express' | 'json'>;

export interface SchemasCommand {
  readonly file: string;
  /** The directory. */
  readonly out: string;
}

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | ({ readonly name: 'rehearse' } & RehearseCommand)
  | ({ readonly name: 'check' } & CheckCommand)
  | ({ readonly name: 'schemas' } & SchemasCommand);

const COMMANDS = ['rehearse', 'check', 'schemas'] as const;

const CHECK_OPTIONS = ['machine', 'express', 'json'];
const SCHEMAS_OPTIONS = ['out'];

const OPTIONS = {
  machine: { type: 'string' },
  express: { type: 'boolean', default: false },
  input: { type: 'string', multiple: true },
  mock: { type: 'string', multiple: true },
  fail: { type: 'string', multiple: true },
  timeout: { type: 'string', multiple: true },
  'mock-others': { type: 'string' },
  object: { type: 'string', multiple: true },
  'fault-matrix': { type: 'boolean', default: false },
  coverage: { type: 'boolean', default: false },
  diagram: { type: 'string' },
  json: { type: 'boolean', default: false },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const;

/** What a command line asks for. */
export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals, tokens } = parsed(args);
  if (values.version) {
    return { name: 'version' };
  }
  const [name, file, ...others] = positionals;
  if (values.help || name === undefined || name === 'help') {
    return { name: 'help' };
  }
  if (!isCommand(name)) {
    throw new UsageError(`there is no command '${name}'; write rehearse, check or schemas`);
  }
  if (file === undefined || others.length > 0) {
    throw new UsageError(
      file === undefined ? `${name} needs a file` : `${name} takes one file, not also ${others.join(' ')}`,
    );
  }
  const optionBeside = (taken: readonly string[]) =>
    tokens.flatMap((token) => (token.kind === 'option' && !taken.includes(token.name) ? token.rawName : []))[0];
  if (name === 'check') {
    const other = optionBeside(CHECK_OPTIONS);
    if (other !== undefined) {
      throw new UsageError(`check runs nothing and takes no ${other}`);
    }
    return { name, file, machine: values.machine, express: values.express, json: values.json };
  }
  if (name === 'schemas') {
    const other = optionBeside(SCHEMAS_OPTIONS);
    if (other !== undefined || values.out === undefined) {
      throw new UsageError(
        other === undefined ? 'schemas needs --out <directory>' : `schemas writes files and takes no ${other}`,
      );
    }
    return { name, file, out: values.out };
  }
  if (values.out !== undefined) {
    throw new UsageError('--out is for schemas');
  }
  return {
    name,
    file,
    machine: values.machine,
    express: values.express,
    inputs: values.input ?? ['{}'],
    doubles: tokens.flatMap((token) =>
      token.kind === 'option' && isDouble(token.name) && token.value !== undefined
        ? { option: token.name, text: token.value }
        : [],
    ),
    mockOthers: values['mock-others'],
    objects: values.object ?? [],
    faultMatrix: values['fault-matrix'],
    coverage: values.coverage,
    diagram: values.diagram,
    json: values.json,
  };
}

function isCommand(name: string): name is (typeof COMMANDS)[number] {
  return (COMMANDS as readonly string[]).includes(name);
}

function isDouble(name: string): name is DoubleOption['option'] {
  return name === 'mock' || name === 'fail' || name === 'timeout';
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, tokens: true });
  } catch (error) {
    const { message } = error as Error;
    const [, unknown] = /^Unknown option '-*([\w-]+)'/.exec(message) ?? [];
    if (unknown === undefined) {
      throw new UsageError(message);
    }
    const close = closeNames(unknown, Object.keys(OPTIONS)).map((option) => `--${option}`);
    throw new UsageError(
      `there is no option --${unknown}${close.length > 0 ? `; did you mean ${close.join(' or ')}?` : ''}`,
    );
  }
}
