import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../private/errors';
import { type CheckFinding, CheckSeverity } from './check-finding';
import { checkRules } from './checks';
import type { CheckSubject } from './checks/rule';

const CHECKS = Symbol.for('cdk-workflows.WorkflowChecks');

/**
 * Checks of workflow definitions at synthesis, before anything is deployed.
 *
 * Always on for the workflows of this library. What Step Functions would refuse or what would certainly fail is an error
 * and stops the synthesis; what should not be is a warning. Every finding has a stable id, the construct path, the state
 * and what to write instead, and can be acknowledged with a reason.
 *
 * @example
 * WorkflowChecks.of(this).acknowledge('cdk-workflows:unboundedCallback', 'the partner answers within a year, by contract');
 */
export class WorkflowChecks {
  /** The checks of all workflows at and below a construct. */
  public static of(scope: IConstruct): WorkflowChecks {
    const holder = scope as IConstruct & { [CHECKS]?: WorkflowChecks };
    if (!holder[CHECKS]) Object.defineProperty(scope, CHECKS, { value: new WorkflowChecks(scope) });
    return holder[CHECKS] as WorkflowChecks;
  }

  /**
   * Checks a workflow whenever its app is synthesized.
   *
   * @internal
   */
  public static _watch(workflow: IConstruct, subject: () => CheckSubject): void {
    WorkflowChecks.of(workflow).watched = subject;
    workflow.node.addValidation({ validate: () => report(workflow) });
  }

  private watched?: () => CheckSubject;
  private readonly acknowledged = new Map<string, string>();

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Accepts the findings of one rule for all workflows at and below this construct.
   *
   * @param id id of the rule, as it stands in the finding
   * @param reason why the finding is acceptable here
   */
  public acknowledge(id: string, reason: string): void {
    if (!checkRules.some((rule) => rule.id === id)) {
      const known = checkRules.map((rule) => rule.id).join(', ');
      throw invalid(this.scope, `there is no check with the id '${id}' to acknowledge, write one of: ${known}`);
    }
    if (!reason.trim()) throw invalid(this.scope, `acknowledging '${id}' needs a reason`);
    this.acknowledged.set(id, reason);
  }

  /** What the checks find now, in all workflows at and below this construct, without what has been acknowledged. */
  public findings(): CheckFinding[] {
    return this.scope.node.findAll().flatMap((construct) => {
      const watched = (construct as { [CHECKS]?: WorkflowChecks })[CHECKS]?.watched;
      return watched ? findingsOf(construct, watched()) : [];
    });
  }

  private accepts(id: string): boolean {
    return this.acknowledged.has(id);
  }

  /** @internal */
  public static _accepted(construct: IConstruct, id: string): boolean {
    return construct.node.scopes.some((scope) => (scope as { [CHECKS]?: WorkflowChecks })[CHECKS]?.accepts(id));
  }
}

function findingsOf(construct: IConstruct, subject: CheckSubject): CheckFinding[] {
  const findings: CheckFinding[] = [];
  for (const rule of checkRules) {
    if (WorkflowChecks._accepted(construct, rule.id)) continue;
    for (const violation of rule.check(subject)) {
      findings.push({ id: rule.id, severity: rule.severity, path: construct.node.path, ...violation });
    }
  }
  return findings;
}

function report(construct: IConstruct): string[] {
  const errors: string[] = [];
  for (const finding of WorkflowChecks.of(construct).findings()) {
    const message = `${finding.state === undefined ? '' : `state '${finding.state}' `}${finding.message}`;
    if (finding.severity === CheckSeverity.ERROR) errors.push(`${message} (${finding.id})`);
    else Annotations.of(construct).addWarningV2(finding.id, message);
  }
  return errors;
}
