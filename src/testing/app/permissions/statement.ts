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
  /** Somebody of an account who asks, for the policy of a resource. */
  readonly caller?: { readonly account: string; readonly arn?: string };
  /** What the service tells of the call, by condition key: `{ "aws:SourceArn": "arn:…" }`. */
  readonly context?: Readonly<Record<string, string>>;
  /** The condition keys of which `context` has all that there are: `events:`. Others may be there or not. */
  readonly ownKeys?: string;
}

/**
 * Whether the statements of policies allow what is attempted, as far as this library and the CDK write policies.
 *
 * Conditions on what the attempt tells nothing of are taken to hold where something is allowed, not where it is forbidden.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function allows(statements: readonly JsonObject[], attempt: Attempt): boolean {
  return decisionOf(statements, attempt) === 'allowed';
}

/** The same, where it matters whether something is forbidden or only not allowed. */
export function decisionOf(
  statements: readonly JsonObject[],
  attempt: Attempt,
): 'allowed' | 'forbidden' | 'not allowed' {
  const meant = statements.filter((statement) => applies(statement, attempt));
  if (meant.some(({ Effect }) => Effect === 'Deny')) {
    return 'forbidden';
  }
  return meant.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'not allowed';
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
    (attempt.caller === undefined || admitsCaller(Principal, attempt.caller)) &&
    holds(isObject(Condition) ? Condition : {}, attempt, statement.Effect === 'Allow')
  );
}

function admits(principal: Json | undefined, service: string): boolean {
  return (
    principal === '*' ||
    (isObject(principal) &&
      [...textsOf(principal.Service), ...textsOf(principal.AWS)].some((one) => one === '*' || one === service))
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function admitsCaller(principal: Json | undefined, { account, arn }: NonNullable<Attempt['caller']>): boolean {
  const admitted = isObject(principal) ? textsOf(principal.AWS) : principal === '*' ? ['*'] : [];
  return admitted.some(
    (one) => one === '*' || one === account || one === arn || /^arn:[\w-]+:iam::(\d+):root$/.exec(one)?.[1] === account,
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

/** Operators that hold where there is no such key. */
const HOLDS_WITHOUT = /^(StringNot|ArnNot|ForAllValues:)|IfExists$/;

/**
 * Names of keys are the same in capitals: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 *
 * @param otherwise - whether a condition holds on what the attempt tells nothing of
 */
function holds(conditions: JsonObject, { context = {}, ownKeys }: Attempt, otherwise: boolean): boolean {
  const told = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).every(([name, expected]) => {
      const key = name.toLowerCase();
      const actual = told.get(key);
      if (actual === undefined) {
        return ownKeys !== undefined && key.startsWith(ownKeys) ? HOLDS_WITHOUT.test(operator) : otherwise;
      }
      const [, negated, like] = /^(StringNot|ArnNot)(Equals|Like)$/.exec(operator) ?? [];
      const compare = OPERATORS[negated ? `${negated.slice(0, -'Not'.length)}${like}` : operator];
      if (!compare) {
        throw new RehearsalError(`a policy has the condition operator ${operator}, which a rehearsal does not read`);
      }
      return textsOf(expected).some((text) => compare(text, actual)) !== (negated !== undefined);
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
