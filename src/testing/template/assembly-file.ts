import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { RehearsalError } from '../rehearsal-error';
import { Assembly } from './assembly';

/** Reads a cloud assembly (`cdk.out`) or a CloudFormation template, whatever is in it. */
export function readAssemblyFile(path: string): Assembly {
  const directory = assemblyDirectory(path);
  return directory === undefined ? Assembly.ofTemplate(path) : Assembly.read(directory);
}

/** The directory `cdk.out`, given as such, by its manifest or by the project around it. */
export function assemblyDirectory(path: string): string | undefined {
  if (!existsSync(path)) {
    throw new RehearsalError(`there is no file or directory ${path}`);
  }
  if (!statSync(path).isDirectory()) {
    return basename(path) === 'manifest.json' ? dirname(path) : undefined;
  }
  const found = [path, join(path, 'cdk.out')].find((directory) => existsSync(join(directory, 'manifest.json')));
  if (found === undefined) {
    throw new RehearsalError(`${path} is no cloud assembly: it has no manifest.json; 'cdk synth' makes one in cdk.out`);
  }
  return found;
}
