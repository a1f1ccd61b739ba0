import { Annotations, Aspects, type IAspect, Stack } from 'aws-cdk-lib';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { RoleRights } from '../private/role-rights';

/** With which right on what a workflow would cause what it is started by. */
export interface SelfStart {
  /** One of these is enough. */
  readonly actions: readonly string[];
  /** An ARN, or a pattern of ARNs. */
  readonly resource: string;
  /** What happens, and what to do: after `workflow `. */
  readonly problem: string;
}

/** Warns of a workflow that may do what it is started by. What its functions may do is not looked at. */
export function warnOfSelfStart(trigger: IConstruct, workflow: sfn.IStateMachine, how: SelfStart): void {
  // Late, because rights may be granted after this.
  Aspects.of(trigger).add(new SelfStartWarning(trigger, workflow, how));
}

class SelfStartWarning implements IAspect {
  public constructor(
    private readonly trigger: IConstruct,
    private readonly workflow: sfn.IStateMachine,
    private readonly how: SelfStart,
  ) {}

  public visit(node: IConstruct): void {
    if (node !== this.trigger) return;
    const { workflow } = this;
    const { actions, resource, problem } = this.how;
    const rights = RoleRights.of(workflow.grantPrincipal);
    if (rights?.mayDo(actions, Stack.of(workflow).resolve(resource))) {
      Annotations.of(this.trigger).addWarningV2('cdk-workflows:workflowStartsItself', `workflow ${problem}`);
    }
  }
}
