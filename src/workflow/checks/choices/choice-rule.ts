import type { ChoiceRule, QueryLanguage } from '../../../asl/definition';
import { isExpression } from '../../../asl/expression';
import { short } from '../../../asl/field-kinds';
import { isObject } from '../../../asl/json';
import { isPlaceholder } from '../../../asl/placeholder';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';
import { isOperator, operandProblem } from './comparison';

export const choiceRule: CheckRule = {
  id: 'cdk-workflows:choiceRule',
  severity: CheckSeverity.ERROR,
  title: 'A choice rule compares one thing and goes somewhere',
  why: 'Step Functions refuses a Choice without rules, a rule without Next, a Next inside And, Or and Not, an unknown comparison, more than one of them, and an operand of the wrong kind.',
  fix: 'In JSONPath a Variable with one comparison, or And, Or, Not; in JSONata a Condition; and a Next beside it.',
  page: `${GUIDE}/state-choice.html`,
  example: {
    Type: 'Choice',
    Choices: [{ Variable: '$.total', NumericGreater: 100, Next: 'Example' }],
    Default: 'Example',
  },
  *check({ states }) {
    for (const { name, state, queryLanguage } of states) {
      if (state.Type !== 'Choice' || state.Choices === undefined) continue;
      if (state.Choices.length === 0) {
        yield { state: name, message: 'Choices is empty: write at least one rule, or use a Pass' };
      }
      for (const [index, rule] of state.Choices.entries()) {
        const at = `Choices[${index}]`;
        if (typeof rule.Next !== 'string' || rule.Next === '') {
          yield { state: name, message: `${at} has no Next: name the state that it goes to` };
        }
        const problems = queryLanguage === 'JSONata' ? jsonataRule(rule, at) : jsonPathRule(rule, at, true);
        for (const message of problems) yield { state: name, message };
      }
    }
  },
};

const RULE_FIELDS: Readonly<Record<QueryLanguage, readonly string[]>> = {
  JSONata: ['Condition', 'Next', 'Assign', 'Output', 'Comment'],
  JSONPath: ['Variable', 'Next', 'Assign', 'Comment'],
};

function* jsonataRule(rule: ChoiceRule, at: string): Generator<string> {
  for (const field of Object.keys(rule)) {
    if (!RULE_FIELDS.JSONata.includes(field)) {
      yield `${at} has the field ${field}, but the state is JSONata: write it as a Condition such as {% $states.input.total > 100 %}`;
    }
  }
  const condition: unknown = rule.Condition;
  if (condition === undefined) {
    yield `${at} has no Condition: write an expression that is true or false`;
  } else if (typeof condition !== 'boolean' && !isExpression(condition) && !isPlaceholder(condition)) {
    yield `${at}.Condition is ${short(condition)}: write an expression in {% %}, true or false`;
  }
}

function* jsonPathRule(rule: ChoiceRule, at: string, outermost: boolean): Generator<string> {
  if (!outermost && rule.Next !== undefined) yield `${at} has a Next: only the outermost rule has one`;
  if (!outermost && rule.Assign !== undefined) yield `${at} has an Assign: only the outermost rule has one`;
  const joins = ['And', 'Or', 'Not'].filter((join) => rule[join] !== undefined);
  const others = Object.keys(rule).filter((field) => !RULE_FIELDS.JSONPath.includes(field) && !joins.includes(field));
  for (const field of others) {
    if (field === 'Condition')
      yield `${at} has a Condition, but the state is JSONPath: compare a Variable, or set QueryLanguage to JSONata`;
    else if (!isOperator(field) && !isPlaceholder(field))
      yield `${at} has ${field}, which is no comparison: write one such as NumericGreaterThan`;
    else {
      const problem = operandProblem(field, rule[field]);
      if (problem) yield `${at}.${field} ${problem}`;
    }
  }
  if (joins.length + others.length > 1)
    yield `${at} has ${[...joins, ...others].join(' and ')}: keep one, or join them with And`;
  if (joins.length === 0) {
    if (typeof rule.Variable !== 'string') yield `${at} has no Variable: write the path of what is compared`;
    if (others.length === 0) yield `${at} compares nothing: add a comparison such as StringEquals`;
  } else if (rule.Variable !== undefined)
    yield `${at} has a Variable beside ${joins[0]}: move it into the rules inside`;

  for (const join of ['And', 'Or']) {
    const inner = rule[join];
    if (inner === undefined) continue;
    if (!Array.isArray(inner) || inner.length === 0)
      yield `${at}.${join} must be a list of rules, received ${short(inner)}`;
    else for (const [index, item] of inner.entries()) yield* nested(item, `${at}.${join}[${index}]`);
  }
  if (rule.Not !== undefined) yield* nested(rule.Not, `${at}.Not`);
}

function* nested(rule: unknown, at: string): Generator<string> {
  if (isObject(rule)) yield* jsonPathRule(rule as unknown as ChoiceRule, at, false);
  else yield `${at} must be a rule, received ${short(rule)}`;
}
