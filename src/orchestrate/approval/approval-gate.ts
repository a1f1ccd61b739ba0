import { Annotations } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { isExpression, unwrapExpression } from '../../asl/expression';
import { invalid } from '../../private/errors';
import { MachineBoundStatement } from '../../private/machine-bound';
import { startStatement } from '../../private/started-machine';
import { ours, resource } from './approval-expressions';
import type { ApprovalGateProps } from './approval-gate-props';
import { type ApprovalPlan, planApproval, type Round } from './approval-plan';
import { ApprovalService } from './approval-service';
import { ApprovalState, closeEnds, ForkState } from './approval-state';
import type { Approver } from './approver';

const MAX_ID_CHARACTERS = 60;
const TITLE_CHARACTERS = 200;
const DETAILS_CHARACTERS = 8000;

/** Nothing was started yet: https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html */
const LIMITED = [
  'StepFunctions.ExecutionLimitExceeded',
  'StepFunctions.ExecutionLimitExceededException',
  'StepFunctions.AWSStepFunctionsException',
  'StepFunctions.SdkClientException',
];

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
  private readonly variable: string;
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
    this.variable = `approval_${this.node.addr.slice(-8)}`;

    const waits = this.plan.rounds.map((round, index) => new ApprovalState(this, this.nameOf(round, index)));
    const expired = this.failing('expired', 'Approval.Expired', 'approval: nobody decided in time');
    const afterTimeout = props.onExpired?.startState ?? expired;
    const decided = props.onRejected && this.decided(props.onRejected);
    waits.forEach((wait, index) => {
      const next = waits[index + 1] ?? afterTimeout;
      wait.define({
        fields: () => this.waiting(this.plan.rounds[index], index, next),
        targets: [next],
        rights: [this.rightToAsk()],
      });
      if (decided) wait.next(decided);
    });
    this.first = new ApprovalState(this, `${id}: prepare`);
    this.first.define({
      fields: () => this.preparing(),
      whenBound: () => {
        if (props.onExpired) closeEnds(props.onExpired, expired);
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

  /** Remembers what the input was, what it is called, and what links are made of: the same however often somebody is told. */
  private preparing() {
    const { title = this.node.id, details } = this.props;
    return {
      Type: 'Pass',
      Assign: {
        [this.variable]: {
          id: ours('"gate#" & $uuid()'),
          secret: ours('$replace($uuid() & $uuid(), "-", "")'),
          from: ours('$millis()'),
          title: shown(title, TITLE_CHARACTERS),
          ...(details === undefined ? {} : { details: shown(details, DETAILS_CHARACTERS) }),
        },
      },
    };
  }

  private waiting(round: Round, index: number, next: sfn.State) {
    const known = (what: string) => ours(`$${this.variable}.${what}`);
    const { quorum, rounds, timeout } = this.plan;
    const last = index === rounds.length - 1;
    const delegates = round.told.flatMap((approver) => approver._delegates.map((delegate) => ({ delegate, approver })));
    return {
      Type: 'Task',
      Resource: resource('states:startExecution.waitForTaskToken'),
      Arguments: {
        StateMachineArn: this.service.notifier.stateMachine.stateMachineArn,
        Input: {
          token: ours('$states.context.Task.Token'),
          execution: ours('$states.context.Execution.Id'),
          asked: ours('$millis()'),
          gate: known('id'),
          secret: known('secret'),
          title: known('title'),
          ...(this.props.details === undefined ? {} : { details: known('details') }),
          closesAt: ours(`$floor($${this.variable}.from / 1000) + ${timeout}`),
          kind: round.kind,
          quorum,
          seats: round.seats,
          seatsBefore: round.seatsBefore,
          answer: this.props.onRejected ? 'OUTPUT' : 'FAILURE',
          url: this.service.api.url,
          names: [...round.told, ...delegates.map(({ delegate }) => delegate)].map(({ _name }) => _name),
          people: [
            ...round.told.map((approver) => this.personOf(approver)),
            // They are reminded where the approver handed over; before that there is nothing to remind them of.
            ...(round.kind === 'REMINDER'
              ? delegates.map(({ delegate, approver }) => ({ ...this.delegateOf(delegate, approver), delegate: true }))
              : []),
          ],
        },
      },
      TimeoutSeconds: ours(`$max([1, $ceil(($${this.variable}.from - $millis()) / 1000 + ${round.until})])`),
      Output: this.output('$states.result', !this.props.onRejected),
      Retry: [
        { ErrorEquals: ['Approval.NotificationFailed'], IntervalSeconds: 60, MaxAttempts: 3, BackoffRate: 4 },
        { ErrorEquals: LIMITED, IntervalSeconds: 2, MaxAttempts: 8, BackoffRate: 2, JitterStrategy: 'FULL' },
      ],
      Catch: [
        {
          ErrorEquals: ['States.Timeout'],
          Output: last
            ? this.output(`{ "outcome": "EXPIRED", "gate": $${this.variable}.id, "decisions": [] }`, false)
            : ours('$states.input'),
          Next: next.stateId,
        },
      ],
    };
  }

  private personOf(approver: Approver) {
    const { _delegates: delegates } = approver;
    return {
      ...this.service._personOf(approver),
      seat: approver._name,
      ...(delegates.length === 0 ? {} : { delegates: delegates.map((one) => this.delegateOf(one, approver)) }),
    };
  }

  private delegateOf(delegate: Approver, approver: Approver) {
    return { ...this.service._personOf(delegate), seat: approver._name };
  }

  /** Whoever could answer for a task might answer anything: only the exact word goes on. */
  private output(decision: string, approvedOnly: boolean): string {
    const output =
      (this.props.keepInput ?? true)
        ? `$type($states.input) = "object" ? $merge([$states.input, { "approval": ${decision} }]) ` +
          `: { "input": $states.input, "approval": ${decision} }`
        : decision;
    if (!approvedOnly) return ours(output);
    return ours(`$lookup(${decision}, "outcome") = "APPROVED" ? (${output}) : $error("an approval must say APPROVED")`);
  }

  private decided(onRejected: sfn.IChainable): ForkState {
    const rejected = this.failing('rejected', 'Approval.Rejected', 'approval: rejected');
    const decision = (this.props.keepInput ?? true) ? '$states.input.approval' : '$states.input';
    const approved = new ApprovalState(this, `${this.node.id}: approved`, false);
    approved.define({ fields: () => ({ Type: 'Succeed' }) });
    return new ForkState(this, `${this.node.id}: decided?`, approved, {
      condition: ours(`$lookup(${decision}, "outcome") = "APPROVED"`),
      otherwise: onRejected.startState,
      whenBound: () => closeEnds(onRejected, rejected),
    });
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

/** A text, or the expression that gives it, no longer than it may be. */
function shown(text: string, characters: number): string {
  if (isExpression(text)) return `{% $substring($string((${unwrapExpression(text)})), 0, ${characters}) %}`;
  return ours(`$substring(${JSON.stringify(text)}, 0, ${characters})`);
}

function logsData(stateMachine: sfn.IStateMachine): boolean {
  const resource = stateMachine.node.defaultChild as Partial<sfn.CfnStateMachine> | undefined;
  const logging = resource?.loggingConfiguration as sfn.CfnStateMachine.LoggingConfigurationProperty | undefined;
  return logging?.includeExecutionData === true;
}
