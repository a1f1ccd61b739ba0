import { Annotations, Token } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { invalid } from '../../private/errors';
import { MachineBoundStatement } from '../../private/machine-bound';
import { knownTypeOf, startStatement } from '../../private/started-machine';
import type { ApprovalGateProps } from './approval-gate-props';
import { type ApprovalPlan, planApproval, type Round } from './approval-plan';
import { ApprovalService } from './approval-service';
import { ApprovalState, closeEnds, ForkState, openEnds } from './approval-state';
import { GateFields } from './gate-fields';

const MAX_ID_CHARACTERS = 60;

/**
 * A place in a workflow where people have to approve what comes next: the fragment waits until enough of them have, and
 * nothing but their approval goes on after it.
 *
 * It works in any Standard state machine, of either query language, and as the step of a saga, which compensates when the
 * gate fails. Each approver gets a link of his own, to a page that shows what is asked and takes the decision by POST.
 *
 * Input: any JSON. Output: the input with `approval` in it, `{ "outcome": "APPROVED", "gate": "gate#…", "decisions":
 * [{ "approver", "decision", "comment", "at", "identity" }] }`, or that alone with `keepInput: false`. Errors:
 * `Approval.Rejected`, `Approval.Expired`, and `Approval.NotificationFailed` when an approver could not be told.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 *
 * @example
 * declare const ship: sfn.Pass;
 * const gate = new ApprovalGate(this, 'ManagerApproval', {
 *   title: "{% 'Order ' & $states.input.orderId %}",
 *   approvers: [Approver.email('alice@example.com'), Approver.email('bob@example.com')],
 * });
 * new Workflow(this, 'Orders', { definition: gate.next(ship) });
 */
export class ApprovalGate extends sfn.StateMachineFragment {
  public readonly startState: sfn.State;
  public readonly endStates: sfn.INextable[];

  /** Table, page and workflows behind the gate. */
  public readonly service: ApprovalService;

  private readonly plan: ApprovalPlan;
  private readonly fields: GateFields;
  private readonly first: ApprovalState;
  private granted = false;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ApprovalGateProps,
  ) {
    super(scope, id);
    if (id.length > MAX_ID_CHARACTERS) {
      throw invalid(this, `the id of a gate must have at most ${MAX_ID_CHARACTERS} characters, received ${id.length}`);
    }
    this.plan = planApproval(this, props);
    this.service = props.service ?? ApprovalService.of(this);
    this.service._admit(this, this.plan.people);
    const variable = `approval_${this.node.addr.slice(-8)}`;
    this.fields = new GateFields({ title: id, ...props }, this.plan, this.service, variable);

    const waits = this.plan.rounds.map((round, index) => new ApprovalState(this, this.nameOf(round, index)));
    const expired = this.failing('expired', 'Approval.Expired', 'approval: nobody decided in time');
    const afterTimeout = props.onExpired?.startState ?? expired;
    const decided = props.onRejected && this.decided(props.onRejected);
    waits.forEach((wait, index) => {
      const next = waits[index + 1] ?? afterTimeout;
      wait.define({
        fields: () => this.fields.waiting(index, next),
        targets: [next],
        rights: [this.rightToAsk()],
      });
      if (decided) wait.next(decided);
    });
    this.first = new ApprovalState(this, `${id}: prepare`);
    this.first.define({
      fields: () => this.fields.preparing(),
      whenBound: () => {
        if (props.onExpired) this.closeExpired(props.onExpired, expired);
      },
    });
    this.first.next(waits[0]);
    this.startState = this.first;
    this.endStates = decided ? [decided] : waits;
    if (props.onApproved) {
      for (const state of this.endStates) state.next(props.onApproved);
      this.endStates = props.onApproved.endStates;
    }
    this.node.addValidation({ validate: () => this.unheard() });
  }

  /**
   * Allows the decisions of people to reach a state machine that this gate is part of. A `Workflow` and a saga do that
   * themselves; for a state machine of the CDK it has to be called, or the synthesis fails.
   */
  public grantDecision(stateMachine: sfn.IStateMachine): void {
    if (knownTypeOf(stateMachine) === sfn.StateMachineType.EXPRESS) {
      throw invalid(
        this,
        'the state machine of a gate must be STANDARD, received EXPRESS: an Express workflow cannot wait for people',
      );
    }
    this.refuseElsewhere(stateMachine);
    this.granted = true;
    if (logsData(stateMachine)) {
      Annotations.of(this).addWarningV2(
        'cdk-workflows:approvalTokenInLog',
        'the log of the state machine includes execution data, and so the task token and the secret of all links: whoever ' +
          'reads it could decide; leave out includeExecutionData',
      );
    }
    this.service._allowDecisions(this, stateMachine);
  }

  /** Nobody can report to another account or Region. */
  private refuseElsewhere(stateMachine: sfn.IStateMachine): void {
    const here = this.service.notifier.stateMachine.env;
    for (const where of ['account', 'region'] as const) {
      const there = stateMachine.env[where];
      if (Token.isUnresolved(there) || Token.isUnresolved(here[where]) || there === here[where]) continue;
      throw invalid(
        this,
        `the state machine of a gate must be in the ${where} of its service, ${here[where]}, received ${there}: give the ` +
          'gate a service there',
      );
    }
  }

  private decided(onRejected: sfn.IChainable): ForkState {
    const rejected = this.failing('rejected', 'Approval.Rejected', 'approval: rejected');
    const approved = new ApprovalState(this, `${this.node.id}: approved`, false);
    approved.define({ fields: () => ({ Type: 'Succeed' }) });
    return new ForkState(this, `${this.node.id}: decided?`, approved, {
      condition: this.fields.wasApproved,
      otherwise: onRejected.startState,
      whenBound: () => closeEnds(onRejected, rejected),
    });
  }

  /** One open end cannot lead to two errors. */
  private closeExpired(onExpired: sfn.IChainable, expired: ApprovalState): void {
    const { onRejected } = this.props;
    if (openEnds(onExpired).some((end) => onRejected?.endStates.includes(end))) {
      throw invalid(
        this,
        'onExpired and onRejected must not have the same open end, which would end one as the other: make the states twice, ' +
          'or end them with a state of yours',
      );
    }
    closeEnds(onExpired, expired);
  }

  private failing(what: string, error: string, cause: string): ApprovalState {
    return new ApprovalState(this, `${this.node.id}: ${what}`, false).define({
      fields: () => ({ Type: 'Fail', Error: error, Cause: cause }),
    });
  }

  private nameOf({ kind }: Round, index: number): string {
    const { id } = this.node;
    const number = this.plan.rounds.slice(0, index + 1).filter((round) => round.kind === kind).length;
    if (kind === 'ASKED') return `${id}: wait`;
    return `${id}: ${kind === 'REMINDER' ? 'remind' : 'escalate'} ${number}`;
  }

  private rightToAsk(): MachineBoundStatement {
    const { actions, resources } = startStatement(this.service.notifier.stateMachine);
    return new MachineBoundStatement({ actions, resources }, (stateMachine) => this.grantDecision(stateMachine));
  }

  private unheard(): string[] {
    if (this.granted || !this.first.bound) return [];
    return [
      'the decisions of people cannot reach the state machine that this gate is part of: call ' +
        'gate.grantDecision(stateMachine), or make it a Workflow',
    ];
  }
}

function logsData(stateMachine: sfn.IStateMachine): boolean {
  const resource = stateMachine.node.defaultChild as Partial<sfn.CfnStateMachine> | undefined;
  const logging = resource?.loggingConfiguration as sfn.CfnStateMachine.LoggingConfigurationProperty | undefined;
  return logging?.includeExecutionData === true;
}
