import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { isExpression, unwrapExpression } from '../../asl/expression';
import { ours, resource } from './approval-expressions';
import type { ApprovalGateProps } from './approval-gate-props';
import type { ApprovalPlan } from './approval-plan';
import type { ApprovalService } from './approval-service';
import type { StateFields } from './approval-state';
import type { Approver } from './approver';

const TITLE_CHARACTERS = 200;
const DETAILS_CHARACTERS = 8000;

/** Nothing was started yet: https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html */
const LIMITED = [
  'StepFunctions.ExecutionLimitExceeded',
  'StepFunctions.ExecutionLimitExceededException',
  'StepFunctions.AWSStepFunctionsException',
  'StepFunctions.SdkClientException',
];

/** The fields of the states of a gate. */
export class GateFields {
  /**
   * @param variable - name of the one variable in which a gate keeps what it has to
   */
  public constructor(
    private readonly props: ApprovalGateProps & { readonly title: string },
    private readonly plan: ApprovalPlan,
    private readonly service: ApprovalService,
    private readonly variable: string,
  ) {}

  /** Behind a round: whether it was approved. Everything else was not. */
  public get wasApproved(): string {
    return ours(`$lookup(${this.keepsInput ? '$states.input.approval' : '$states.input'}, "outcome") = "APPROVED"`);
  }

  /** Remembers what the input was, what it is called, and what links are made of: the same however often somebody is told. */
  public preparing(): StateFields {
    const { title, details } = this.props;
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

  /** One round: tells people, and waits for what they say, or for the next round. */
  public waiting(index: number, next: sfn.State): StateFields {
    const known = (what: string) => ours(`$${this.variable}.${what}`);
    const { quorum, rounds, timeout } = this.plan;
    const round = rounds[index];
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
          // After a redrive all rounds that were missed come at once: of reminders the one that is due is enough.
          late: ours(
            `$millis() >= $${this.variable}.from + ${(round.kind === 'REMINDER' ? round.until : timeout) * 1000}`,
          ),
          quorum,
          seats: round.seats,
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
      Output: this.output('$states.result', this.props.onRejected ? ['APPROVED', 'REJECTED'] : ['APPROVED']),
      Retry: [
        { ErrorEquals: ['Approval.NotificationFailed'], IntervalSeconds: 60, MaxAttempts: 3, BackoffRate: 4 },
        { ErrorEquals: LIMITED, IntervalSeconds: 2, MaxAttempts: 8, BackoffRate: 2, JitterStrategy: 'FULL' },
      ],
      Catch: [
        {
          ErrorEquals: ['States.Timeout'],
          Output: last
            ? this.output(`{ "outcome": "EXPIRED", "gate": $${this.variable}.id, "decisions": [] }`)
            : ours('$states.input'),
          Next: next.stateId,
        },
      ],
    };
  }

  private get keepsInput(): boolean {
    return this.props.keepInput ?? true;
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

  /** Whoever could answer for a task might answer anything: only the exact words go on. */
  private output(decision: string, words?: readonly string[]): string {
    const output = this.keepsInput
      ? `$type($states.input) = "object" ? $merge([$states.input, { "approval": ${decision} }]) ` +
        `: { "input": $states.input, "approval": ${decision} }`
      : decision;
    if (!words) return ours(output);
    const said = `$lookup(${decision}, "outcome") in ${JSON.stringify(words)}`;
    return ours(`${said} ? (${output}) : $error("an approval must say ${words.join(' or ')}")`);
  }
}

/** A text, or the expression that gives it, no longer than it may be. */
function shown(text: string, characters: number): string {
  if (isExpression(text)) return `{% $substring($string((${unwrapExpression(text)})), 0, ${characters}) %}`;
  return ours(`$substring(${JSON.stringify(text)}, 0, ${characters})`);
}
