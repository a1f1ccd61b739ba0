import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from '../../../integ/assert';

interface Artifact {
  readonly type: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
  };
}

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly DeletionPolicy?: string }>>;
}

/** What an assembly that was deployed has become. */
export async function connect(assembly: string): Promise<{ deployment: Deployment; retained: readonly string[] }> {
  const stacks = stacksIn(assembly);
  const deployment = await Deployment.of(stacks.map(({ name }) => name));
  const kept = new Set(stacks.flatMap(({ template }) => retainedIn(template)));
  const retained = deployment.resources
    .filter(({ logicalId }) => kept.has(logicalId))
    .map(({ type, physicalId }) => `${type} ${physicalId}`);
  return { deployment, retained };
}

/** The stacks of a cloud assembly, those of stages included. */
export function stacksIn(assembly: string): { readonly name: string; readonly template: Template }[] {
  const { artifacts = {} } = readJson<{ artifacts?: Record<string, Artifact> }>(join(assembly, 'manifest.json'));
  return Object.entries(artifacts).flatMap(([id, { type, properties = {} }]) => {
    if (type === 'cdk:cloud-assembly') return stacksIn(join(assembly, String(properties.directoryName)));
    if (type !== 'aws:cloudformation:stack') return [];
    const template = readJson<Template>(join(assembly, String(properties.templateFile)));
    return [{ name: properties.stackName ?? id, template }];
  });
}

function retainedIn({ Resources = {} }: Template): string[] {
  return Object.entries(Resources).flatMap(([id, { DeletionPolicy = '' }]) =>
    DeletionPolicy.startsWith('Retain') ? [id] : [],
  );
}

function readJson<Content>(file: string): Content {
  return JSON.parse(readFileSync(file, 'utf8'));
}
