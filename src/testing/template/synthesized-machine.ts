import { CfnResource, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isObject, type Json, type JsonObject } from '../../asl/json';
import { RehearsalError } from '../rehearsal-error';
import { Assembly } from './assembly';
import { physicalName } from './resource-identity';

/** A state machine as it stands in its synthesized template. */
export interface SynthesizedMachine {
  /** The definition with all substitutions made. */
  readonly text: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The value of a text that holds tokens, such as a function's ARN. */
  readonly resolve: (text: string) => string;
}

const STATE_MACHINE = 'AWS::StepFunctions::StateMachine';

/** Finds the one state machine of a construct in the synthesized template. */
export function synthesizedMachine(construct: IConstruct): SynthesizedMachine {
  const resource = stateMachineOf(construct);
  const assembly = Assembly.of(construct);
  const stack = Stack.of(resource);
  const values = assembly.valuesOf(stack);
  const logicalId: string = stack.resolve(resource.logicalId);
  const found = values.template.Resources?.[logicalId];
  if (!found) {
    throw new RehearsalError(`the template of stack '${stack.stackName}' has no ${STATE_MACHINE} '${logicalId}'`);
  }
  const properties: JsonObject = found.Properties ?? {};
  const substitutions = values.evaluate(properties.DefinitionSubstitutions ?? {}) as JsonObject;
  const { partition, region, account } = values.place;
  return {
    text: substitute(definitionOf(values.evaluate(withoutSubstitutions(properties)), resource), substitutions),
    name: physicalName(logicalId, found, values),
    type: properties.StateMachineType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD',
    partition,
    region,
    account,
    resolve: (text) => resolve(text, stack, assembly),
  };
}

/** The state machine of a construct: its `stateMachine` if it has one, else the only one in or below it. */
function stateMachineOf(construct: IConstruct): CfnResource {
  const { stateMachine } = construct as { stateMachine?: IConstruct };
  const scope = stateMachine?.node ? stateMachine : construct;
  const found = scope.node
    .findAll()
    .filter(
      (child): child is CfnResource => CfnResource.isCfnResource(child) && child.cfnResourceType === STATE_MACHINE,
    );
  if (found.length !== 1) {
    const which =
      found.length === 0 ? 'no state machine' : `${found.length} state machines: ${found.map(pathOf).join(', ')}`;
    throw new RehearsalError(`${pathOf(construct)} has ${which}; pass the construct that has exactly one`);
  }
  return found[0];
}

function pathOf({ node }: IConstruct): string {
  return `'${node.path}'`;
}

/** The substitutions are evaluated apart: their values go into a text, not into a template. */
function withoutSubstitutions({ DefinitionSubstitutions: _, ...properties }: JsonObject): JsonObject {
  return properties;
}

function definitionOf(properties: Json | undefined, resource: IConstruct): string {
  const { DefinitionString: text, Definition: definition } = isObject(properties) ? properties : {};
  if (typeof text === 'string') {
    return text;
  }
  if (isObject(definition)) {
    return JSON.stringify(definition);
  }
  throw new RehearsalError(
    `${pathOf(resource)} has neither DefinitionString nor Definition: a definition in S3 is not read`,
  );
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

/** A token belongs to the stack of the construct it refers to, which need not be the state machine's. */
function resolve(text: string, stack: Stack, assembly: Assembly): string {
  if (!Token.isUnresolved(text)) {
    return text;
  }
  const targets = Tokenization.reverseString(text).tokens.map((token) => (token as { target?: IConstruct }).target);
  const owner = targets.find((target) => target !== undefined);
  const home = owner ? Stack.of(owner) : stack;
  return String(assembly.valuesOf(home).evaluate(home.resolve(text)));
}
