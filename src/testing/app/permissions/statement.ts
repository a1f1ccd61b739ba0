import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';

/** What somebody wants to do, in the terms of a policy. */
export interface Attempt {
  /** `states:StartExecution` */
  readonly action: string;
  /** An ARN. */
  readonly resource: string;
  /** The service that asks, for the policy of a resource: `events.amazonaws.com`. */
  readonly service?: string;
  /** What the service tells of the call, by condition key: `{ "aws:SourceArn": "arn:…" }`. */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * Whether the statements of policies allow what is attempted, as far as this library and the CDK write policies.
 *
 * Conditions on what the attempt tells nothing of are taken to hold.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function allows(statements: readonly JsonObject[], attempt: Attempt): boolean {
  const meant = statements.filter((statement) => applies(statement, attempt));
  return meant.some(({ Effect }) => Effect === 'Allow') && !meant.some((statement) => statement.Effect === 'Deny');
}

export function statementsOf(document: Json | undefined): JsonObject[] {
  const { Statement = [] } = isObject(document) ? document : {};
  return [Statement].flat().filter(isObject);
}

function applies(statement: JsonObject, attempt: Attempt): boolean {
  const unread = ['NotAction', 'NotResource', 'NotPrincipal'].find((field) => field in statement);
  if (unread) {
    throw new RehearsalError(`a policy has ${unread}, which a rehearsal does not read: ${JSON.stringify(statement)}`);
  }
  const { Action, Resource = '*', Principal, Condition } = statement;
  return (
    textsOf(Action).some((pattern) => matchesPattern(pattern.toLowerCase(), attempt.action.toLowerCase())) &&
    textsOf(Resource).some((pattern) => matchesPattern(pattern, attempt.resource)) &&
    (attempt.service === undefined || admits(Principal, attempt.service)) &&
    holds(isObject(Condition) ? Condition : {}, attempt.context ?? {})
  );
}

function admits(principal: Json | undefined, service: string): boolean {
  return (
    principal === '*' ||
    (isObject(principal) &&
      [...textsOf(principal.Service), ...textsOf(principal.AWS)].some((one) => one === '*' || one === service))
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, (expected: string, actual: string) => boolean>> = {
  ArnEquals: matchesPattern,
  ArnLike: matchesPattern,
  Bool: (expected, actual) => expected === actual,
  StringEquals: (expected, actual) => expected === actual,
  StringLike: matchesPattern,
};

function holds(conditions: JsonObject, context: Readonly<Record<string, string>>): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).every(([key, expected]) => {
      const actual = context[key];
      if (actual === undefined) {
        return true;
      }
      const compare = OPERATORS[operator];
      if (!compare) {
        throw new RehearsalError(`a policy has the condition operator ${operator}, which a rehearsal does not read`);
      }
      return textsOf(expected).some((text) => compare(text, actual));
    }),
  );
}

function textsOf(value: Json | undefined): string[] {
  return value === undefined ? [] : [value].flat().map(String);
}

/** `*` is any text, `?` any character. */
function matchesPattern(pattern: string, text: string): boolean {
  const written = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[^]*')
    .replace(/\?/g, '[^]');
  return new RegExp(`^${written}$`, 'u').test(text);
}
