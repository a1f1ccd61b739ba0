import { isObject, type Json, type JsonObject } from '../../asl/json';
import { RehearsalError } from '../rehearsal-error';
import type { Assembly } from './assembly';
import type { CloudFormationTemplate } from './cloudformation';
import { evaluateFunction } from './intrinsic-functions';
import { attributeOf, type Place, referenceTo } from './resource-identity';
import type { StackFile } from './stack-file';

/** The values that CloudFormation would put into one stack's template; made up, but shaped as AWS shapes them. */
export class StackValues {
  public readonly place: Place;

  constructor(
    public readonly stack: StackFile,
    private readonly assembly: Assembly,
  ) {
    const { region = 'us-east-1', account = '111122223333' } = stack;
    const china = region.startsWith('cn-');
    this.place = {
      region,
      account,
      partition: china ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws',
      urlSuffix: china ? 'amazonaws.com.cn' : 'amazonaws.com',
    };
  }

  public get template(): CloudFormationTemplate {
    return this.stack.template;
  }

  /**
   * The name of a resource that has none of its own: its logical id, with the name of the stack where an earlier one of the
   * account has the same, so that two resources are never taken for one.
   */
  public nameFor(logicalId: string): string {
    const { stacks } = this.assembly;
    const earlier = stacks.slice(0, stacks.indexOf(this.stack));
    const isTaken = earlier.some(
      ({ account, template }) => account === this.stack.account && template.Resources?.[logicalId] !== undefined,
    );
    return isTaken ? `${this.stack.name}-${logicalId}` : logicalId;
  }

  /** A template value with every intrinsic function evaluated; undefined for AWS::NoValue. */
  public evaluate(value: Json): Json | undefined {
    if (Array.isArray(value)) {
      return value.map((item) => this.evaluate(item)).filter((item) => item !== undefined);
    }
    if (!isObject(value)) {
      return value;
    }
    const [[name, argument], ...others] = Object.entries(value).length > 0 ? Object.entries(value) : [['', null]];
    if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
      return evaluateFunction(name, argument, this);
    }
    const members: JsonObject = {};
    for (const [key, member] of Object.entries(value)) {
      const evaluated = this.evaluate(member);
      if (evaluated !== undefined) {
        members[key] = evaluated;
      }
    }
    return members;
  }

  public ref(name: string): Json | undefined {
    const { place } = this;
    switch (name) {
      case 'AWS::AccountId':
        return place.account;
      case 'AWS::Region':
        return place.region;
      case 'AWS::Partition':
        return place.partition;
      case 'AWS::URLSuffix':
        return place.urlSuffix;
      case 'AWS::StackName':
        return this.stack.name;
      case 'AWS::StackId':
        return `arn:${place.partition}:cloudformation:${place.region}:${place.account}:stack/${this.stack.name}/51af3dc0-da77-11e4-872e-1234567db123`;
      case 'AWS::NotificationARNs':
        return [];
      case 'AWS::NoValue':
        return undefined;
    }
    const parameter = this.template.Parameters?.[name];
    if (parameter) {
      return this.parameter(name, parameter.Default);
    }
    return referenceTo(name, this.resource(name), this);
  }

  public attribute(logicalId: string, attribute: string): Json {
    const resource = this.resource(logicalId);
    if (resource.Type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')) {
      return this.nestedOutput(logicalId, attribute.slice('Outputs.'.length));
    }
    return attributeOf(logicalId, resource, attribute, this);
  }

  /** The value that another stack of the app exports under a name. */
  public imported(exportName: string): Json {
    for (const stack of this.assembly.stacks) {
      const values = this.assembly.valuesOf(stack);
      for (const { Value, Export } of Object.values(values.template.Outputs ?? {})) {
        if (Export && values.evaluate(Export.Name) === exportName) {
          return values.evaluate(Value) ?? null;
        }
      }
    }
    throw new RehearsalError(`stack '${this.stack.name}' imports '${exportName}', which no stack of the app exports`);
  }

  /** The value of another stack's output, exported or not: how the stacks of a new project refer to each other. */
  public outputOf(stackName: string, output: string): Json {
    const values = this.assembly.stacks
      .map((stack) => this.assembly.valuesOf(stack))
      .find((candidate) => candidate.stack.name === stackName);
    const found = values?.template.Outputs?.[output];
    if (!values || !found) {
      throw new RehearsalError(
        `stack '${this.stack.name}' reads the output '${output}' of stack '${stackName}', which is not in the app`,
      );
    }
    return values.evaluate(found.Value) ?? null;
  }

  private resource(logicalId: string) {
    const resource = this.template.Resources?.[logicalId];
    if (!resource) {
      throw new RehearsalError(`stack '${this.stack.name}' has no resource or parameter '${logicalId}'`);
    }
    return resource;
  }

  /** A nested stack gets its parameters from the resource that makes it. */
  private parameter(name: string, otherwise: Json | undefined): Json {
    const { nestedIn } = this.stack;
    if (nestedIn) {
      const parent = this.assembly.valuesOf(nestedIn.parent);
      const given = parent.resource(nestedIn.logicalId).Properties?.Parameters as JsonObject | undefined;
      if (given?.[name] !== undefined) {
        return parent.evaluate(given[name]) ?? null;
      }
    }
    return otherwise ?? name;
  }

  private nestedOutput(logicalId: string, output: string): Json {
    const nested = this.assembly.stacks.find(
      ({ nestedIn }) => nestedIn?.parent === this.stack && nestedIn.logicalId === logicalId,
    );
    const values = nested && this.assembly.valuesOf(nested);
    const found = values?.template.Outputs?.[output];
    if (!values || !found) {
      throw new RehearsalError(`nested stack '${logicalId}' has no output '${output}'`);
    }
    return values.evaluate(found.Value) ?? null;
  }
}
