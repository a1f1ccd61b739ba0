import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isObject, type JsonObject } from '../../asl/json';
import type { MachineSource } from '../machines';
import { RehearsalError } from '../rehearsal-error';
import { Assembly } from './assembly';
import { assemblyDirectory } from './assembly-file';
import { chooseMachine } from './machine-choice';
import { MachineResource } from './machine-resource';

/** A definition, or what is deployed together and the state machines of it that are meant. */
export type MachineFile =
  | { readonly kind: 'definition'; readonly text: string; readonly name: string }
  | { readonly kind: 'deployed'; readonly assembly: Assembly; readonly machines: readonly MachineResource[] };

/** Reads a cloud assembly (`cdk.out`), a CloudFormation template or a definition in the Amazon States Language. */
export function readMachineFile(path: string): MachineFile {
  const directory = assemblyDirectory(path);
  if (directory !== undefined) {
    return deployed(path, Assembly.read(directory));
  }
  const text = readText(path);
  const content = parse(text, path);
  if (isObject(content.States)) {
    return { kind: 'definition', text, name: machineNameFrom(path) };
  }
  if (isObject(content.Resources)) {
    return inTemplate(resolve(path));
  }
  throw new RehearsalError(`${path} is neither a definition (no States) nor a template (no Resources)`);
}

/** What a file says of one state machine: nothing but the definition when it holds no more. */
export type MachineInFile =
  | { readonly kind: 'definition'; readonly text: string; readonly name: string }
  | ({ readonly kind: 'deployed'; readonly assembly: Assembly } & MachineSource);

/** @param wanted its name, logical id or a part of its construct's path; needed where the file has several */
export function machineInFile(path: string, wanted?: string): MachineInFile {
  const file = readMachineFile(path);
  if (file.kind === 'deployed') {
    const { machine } = chooseMachine(file.machines, wanted, path);
    return { kind: 'deployed', assembly: file.assembly, ...machine };
  }
  if (wanted !== undefined) {
    throw new RehearsalError(`${path} is one definition, there is no state machine '${wanted}' to choose`);
  }
  return file;
}

/** A template of an assembly is read together with it: what it imports stands in the others. */
function inTemplate(file: string): MachineFile {
  const directory = dirname(file);
  const assembly = existsSync(join(directory, 'manifest.json')) ? Assembly.read(directory) : undefined;
  return assembly?.stacks.some((stack) => stack.file === file)
    ? deployed(file, assembly, (machine) => machine.values.stack.file === file)
    : deployed(file, Assembly.ofTemplate(file));
}

function deployed(
  path: string,
  assembly: Assembly,
  isMeant: (machine: MachineResource) => boolean = () => true,
): MachineFile {
  const machines = MachineResource.allIn(assembly).filter(isMeant);
  if (machines.length === 0) {
    throw new RehearsalError(`${path} has no state machine`);
  }
  return { kind: 'deployed', assembly, machines };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new RehearsalError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

function parse(text: string, path: string): JsonObject {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const hint = /\.ya?ml$/.test(path)
      ? "; of YAML nothing is read, the templates that 'cdk synth' writes to cdk.out are JSON"
      : '';
    throw new RehearsalError(`${path} is not JSON: ${(error as Error).message}${hint}`);
  }
  if (!isObject(content)) {
    throw new RehearsalError(`${path} must hold a JSON object`);
  }
  return content;
}

/** `order-saga.asl.json` is the state machine `order-saga`. */
function machineNameFrom(path: string): string {
  const [name] = basename(path).split('.');
  return name.replace(/[^\w-]/g, '-').slice(0, 80) || 'StateMachine';
}
