import { readFileSync } from 'node:fs';
import { isObject, type JsonObject } from '../../asl/json';
import type { DeployedMachine, MachineSource } from '../machines';
import { RehearsalError } from '../rehearsal-error';
import type { Assembly } from './assembly';
import type { CloudFormationResource } from './cloudformation';
import { attributeOf, physicalName } from './resource-identity';
import { fileBehind, pathOf } from './stack-file';
import type { StackValues } from './stack-values';

export const STATE_MACHINE = 'AWS::StepFunctions::StateMachine';

/** The resource of a state machine in a template. */
export class MachineResource {
  /** All of an assembly, in the order of its stacks. */
  public static allIn(assembly: Assembly): MachineResource[] {
    return assembly.stacks.flatMap((stack) => {
      const values = assembly.valuesOf(stack);
      return Object.entries(stack.template.Resources ?? {}).flatMap(([logicalId, resource]) =>
        resource.Type === STATE_MACHINE ? new MachineResource(logicalId, resource, values) : [],
      );
    });
  }

  /** The same, to be looked at when they are needed. */
  public static deployedIn(assembly: Assembly): DeployedMachine[] {
    return MachineResource.allIn(assembly).map((resource) => ({ arn: resource.arn, source: () => resource.machine }));
  }

  public constructor(
    public readonly logicalId: string,
    private readonly resource: CloudFormationResource,
    public readonly values: StackValues,
  ) {}

  public get name(): string {
    return physicalName(this.logicalId, this.resource, this.values);
  }

  public get arn(): string {
    return String(attributeOf(this.logicalId, this.resource, 'Arn', this.values));
  }

  /** How a person finds it: the path of its construct, without what the CDK calls the resource in it. */
  public get path(): string {
    const path = this.resource.Metadata?.['aws:cdk:path'] as string | undefined;
    return path?.replace(/\/Resource$/, '') ?? `${pathOf(this.values.stack)}/${this.logicalId}`;
  }

  public get machine(): MachineSource {
    const { DefinitionSubstitutions: substitutions = {}, ...properties } = this.resource.Properties ?? {};
    const { partition, region, account } = this.values.place;
    return {
      text: substitute(this.definitionIn(properties), this.values.evaluate(substitutions) as JsonObject),
      name: this.name,
      type: properties.StateMachineType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD',
      partition,
      region,
      account,
    };
  }

  /** @param properties without the substitutions: their values go into a text, not into a template. */
  private definitionIn(properties: JsonObject): string {
    const { DefinitionString: text, Definition: definition } = this.values.evaluate(properties) as JsonObject;
    if (typeof text === 'string') {
      return text;
    }
    if (isObject(definition)) {
      return JSON.stringify(definition);
    }
    const { DefinitionS3Location: location } = properties;
    const file = isObject(location) ? fileBehind(location.Key, this.values.stack) : undefined;
    if (file === undefined) {
      throw new RehearsalError(
        `'${this.path}' has neither DefinitionString nor Definition, nor is its DefinitionS3Location a file of the assembly`,
      );
    }
    return readFileSync(file, 'utf8');
  }
}

/** Replaces `${key}` for the keys of the map only, and looks at what it put in once more, as CloudFormation does. */
function substitute(text: string, substitutions: JsonObject): string {
  let current = text;
  for (let round = 0; round <= Object.keys(substitutions).length; round++) {
    const next = current.replace(/\$\{([\w.:-]+)\}/g, (place, key: string) =>
      Object.hasOwn(substitutions, key) ? String(substitutions[key]) : place,
    );
    if (next === current) {
      return next;
    }
    current = next;
  }
  throw new RehearsalError('the DefinitionSubstitutions refer to each other in a circle');
}
