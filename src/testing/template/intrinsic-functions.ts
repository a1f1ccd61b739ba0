import { isObject, type Json, type JsonObject } from '../../asl/json';
import { RehearsalError } from '../rehearsal-error';
import type { StackValues } from './stack-values';

type IntrinsicFunction = (argument: Json, values: StackValues) => Json | undefined;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const functions: Record<string, IntrinsicFunction> = {
  Ref: (name, values) => values.ref(String(name)),
  'Fn::GetAtt': (argument, values) => {
    const [logicalId, attribute] = Array.isArray(argument) ? argument : splitOnce(String(argument), '.');
    return values.attribute(String(logicalId), String(values.evaluate(attribute ?? null)));
  },
  'Fn::Join': (argument, values) => {
    const [separator, parts] = argument as [string, Json];
    return (values.evaluate(parts) as Json[]).join(separator);
  },
  'Fn::Sub': (argument, values) => {
    const [text, map] = Array.isArray(argument) ? argument : [argument, {}];
    return substitute(String(text), map as JsonObject, values);
  },
  'Fn::Select': (argument, values) => {
    const [index, list] = argument as [Json, Json];
    return (values.evaluate(list) as Json[])[Number(values.evaluate(index))];
  },
  'Fn::Split': (argument, values) => {
    const [separator, text] = argument as [string, Json];
    return String(values.evaluate(text)).split(separator);
  },
  'Fn::ImportValue': (name, values) => values.imported(String(values.evaluate(name))),
  'Fn::GetStackOutput': (argument, values) => {
    const { StackName, OutputName } = values.evaluate(argument) as JsonObject;
    return values.outputOf(String(StackName), String(OutputName));
  },
  'Fn::Base64': (text, values) => Buffer.from(String(values.evaluate(text)), 'utf8').toString('base64'),
  'Fn::FindInMap': (argument, values) => {
    const [map, first, second] = (argument as Json[]).map((part) => String(values.evaluate(part)));
    return values.template.Mappings?.[map]?.[first]?.[second];
  },
  'Fn::If': (argument, values) => {
    const [condition, yes, no] = argument as [string, Json, Json];
    return values.evaluate(holds(condition, values) ? yes : no);
  },
};

export function evaluateFunction(name: string, argument: Json, values: StackValues): Json | undefined {
  const evaluate = functions[name];
  if (!evaluate) {
    throw new RehearsalError(`${name} is a CloudFormation function that a rehearsal does not evaluate`);
  }
  return evaluate(argument, values);
}

/** `${Name}` and `${Name.Attribute}`; `${!Name}` stays as `${Name}`. */
function substitute(text: string, map: JsonObject, values: StackValues): string {
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_place, literal: string, name: string) => {
    if (literal) {
      return `\${${name}}`;
    }
    if (Object.hasOwn(map, name)) {
      return String(values.evaluate(map[name]));
    }
    const [logicalId, attribute] = splitOnce(name.trim(), '.');
    return String(attribute === undefined ? values.ref(logicalId) : values.attribute(logicalId, attribute));
  });
}

function holds(condition: Json, values: StackValues): boolean {
  if (typeof condition === 'string') {
    const named = values.template.Conditions?.[condition];
    if (named === undefined) {
      throw new RehearsalError(`the template has no condition '${condition}'`);
    }
    return holds(named, values);
  }
  const [name, argument] = isObject(condition) ? Object.entries(condition)[0] : ['', null];
  const parts = Array.isArray(argument) ? argument : [argument];
  switch (name) {
    case 'Condition':
      return holds(argument, values);
    case 'Fn::Equals':
      return values.evaluate(parts[0]) === values.evaluate(parts[1]);
    case 'Fn::Not':
      return !holds(parts[0], values);
    case 'Fn::And':
      return parts.every((part) => holds(part, values));
    case 'Fn::Or':
      return parts.some((part) => holds(part, values));
    default:
      throw new RehearsalError(`${JSON.stringify(condition)} is not a condition that a rehearsal evaluates`);
  }
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const place = text.indexOf(separator);
  return place < 0 ? [text, undefined] : [text.slice(0, place), text.slice(place + separator.length)];
}
