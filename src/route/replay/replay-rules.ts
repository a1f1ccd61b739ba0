import { Stack, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';
import { isElsewhere } from '../../private/elsewhere';
import { invalid } from '../../private/errors';
import { areDifferentBuses } from '../bus-identity';

/**
 * Refuses rules that no event of a replay would reach: EventBridge would replay into them and say that all went well.
 *
 * Asked at synthesis, for a pattern can be added to after the rule was made.
 */
export function refuseUnreachable(scope: IConstruct, archive: events.CfnArchive, rules: readonly events.IRule[]): void {
  scope.node.addValidation({
    validate: () =>
      rules.flatMap((rule, index) => {
        const problem = problemOf(rule, archive);
        return problem === undefined ? [] : [`rules[${index}] ('${rule.node.path}') must ${problem}`];
      }),
  });
}

/** The archive's resource, which knows the bus. */
export function resourceOf(scope: IConstruct, archive: events.Archive): events.CfnArchive {
  const resource = archive.node.defaultChild;
  if (!(resource instanceof events.CfnArchive)) {
    throw invalid(scope, `archive must have the resource of an archive in it, received '${archive.node.path}'`);
  }
  return resource;
}

const OTHER_BUS = 'be on the bus of the archive: events are replayed to the bus from which they came, and to no other';

/** Of a rule that is not made in this app only the ARN is known. */
function problemOf({ env, ruleArn, node }: events.IRule, archive: events.CfnArchive): string | undefined {
  const rule = node.defaultChild;
  if (isElsewhere({ account: env.account, region: env.region }, Stack.of(archive))) return OTHER_BUS;
  if (!(rule instanceof events.CfnRule)) {
    return Token.isUnresolved(ruleArn) || !areDifferentBuses(busIn(ruleArn), archive.sourceArn) ? undefined : OTHER_BUS;
  }
  if (areDifferentBuses(rule.eventBusName ?? 'default', archive.sourceArn)) return OTHER_BUS;
  const pattern = Stack.of(rule).resolve(rule.eventPattern);
  if (pattern === undefined) return 'have an event pattern: one that runs by the clock takes no events';
  return takesReplays(pattern)
    ? undefined
    : "take replayed events, which its pattern leaves out with 'replay-name': give its routes acceptReplays";
}

/** Whether a pattern may match an event that has a `replay-name`. */
function takesReplays(pattern: unknown): boolean {
  if (!isObject(pattern)) return true;
  const names = pattern['replay-name'];
  if (Array.isArray(names) && names.every((name) => isObject(name) && name.exists === false)) return false;
  return !Array.isArray(pattern.$or) || pattern.$or.some(takesReplays);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name of the bus, which may have slashes, stands before that of the rule, and that of the default bus does not. */
function busIn(ruleArn: string): string {
  return ruleArn.split('/').slice(1, -1).join('/') || 'default';
}
