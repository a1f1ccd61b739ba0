import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RehearsalError } from '../testing/rehearsal-error';
import { readAssemblyFile } from '../testing/template/assembly-file';
import type { SchemasCommand } from './command-line';

/** Writes every JSON Schema that a file deploys for events into a directory, for generators to read; gives the names of the files. */
export function writeSchemas({ file, out }: SchemasCommand): string[] {
  const schemas = readAssemblyFile(file)
    .resources(['AWS::EventSchemas::Schema'])
    .filter(({ properties }) => properties.Type === 'JSONSchemaDraft4');
  if (schemas.length === 0) {
    throw new RehearsalError(`${file} has no AWS::EventSchemas::Schema of the type JSONSchemaDraft4`);
  }
  mkdirSync(out, { recursive: true });
  const written = new Map<string, string>();
  for (const { properties } of schemas) {
    const content = `${JSON.stringify(parsed(properties.Content, properties.SchemaName), undefined, 2)}\n`;
    const name = `${String(properties.SchemaName).replace(/[^-._@A-Za-z0-9]/g, '-')}.json`;
    // Registries of several stacks may share a schema.
    if (written.has(name) && written.get(name) !== content) {
      throw new RehearsalError(`${file} has two different schemas of the name ${properties.SchemaName}`);
    }
    written.set(name, content);
    writeFileSync(join(out, name), content);
  }
  return [...written.keys()];
}

function parsed(content: unknown, name: unknown): unknown {
  try {
    return JSON.parse(String(content));
  } catch (error) {
    throw new RehearsalError(`the schema ${name} is no JSON: ${(error as Error).message}`);
  }
}
