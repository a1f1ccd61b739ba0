import type { ChoiceRule } from '../../asl/definition';
import type { Json } from '../../asl/json';
import type { Visit } from '../execution/visit';
import { RehearsalError } from '../rehearsal-error';
import { comparisons, typeTests } from './choice-operators';
import { readPath } from './jsonpath';

/** Whether a JSONPath choice rule holds: https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export function holds(visit: Visit, rule: ChoiceRule, input: Json): boolean {
  if (rule.And) {
    return rule.And.every((inner) => holds(visit, inner, input));
  }
  if (rule.Or) {
    return rule.Or.some((inner) => holds(visit, inner, input));
  }
  if (rule.Not) {
    return !holds(visit, rule.Not, input);
  }
  const variable = rule.Variable ?? '$';
  const value = readPath(visit, variable, input);
  if (rule.IsPresent !== undefined) {
    return (value !== undefined) === rule.IsPresent;
  }
  if (value === undefined) {
    throw invalidPath(visit, variable);
  }
  const [operator, operand] = operatorOf(visit, rule);
  if (typeTests[operator]) {
    return typeTests[operator](value) === operand;
  }
  if (comparisons[operator]) {
    return comparisons[operator](value, operand);
  }
  const compared = comparisons[operator.replace(/Path$/, '')];
  const other = readPath(visit, String(operand), input);
  if (other === undefined) {
    throw invalidPath(visit, String(operand));
  }
  return compared(value, other);
}

function operatorOf(visit: Visit, rule: ChoiceRule): [string, Json] {
  const found = Object.entries(rule).find(
    ([key]) => typeTests[key] || comparisons[key] || comparisons[key.replace(/Path$/, '')],
  );
  if (!found) {
    throw new RehearsalError(`state '${visit.name}': no operator is known in the choice rule ${JSON.stringify(rule)}`);
  }
  return found as [string, Json];
}

function invalidPath(visit: Visit, path: string) {
  return visit.runtimeFailure(`Invalid path '${path}': The choice state's condition path references an invalid value.`);
}
