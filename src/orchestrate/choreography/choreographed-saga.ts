import { Duration, Lazy, Tokenization } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { positiveSeconds } from '../../private/durations';
import { uniquePath } from '../../private/names';
import { markAsSaga } from '../../private/saga-machines';
import { Workflow } from '../../workflow/workflow';
import type { WorkflowLogs } from '../../workflow/workflow-options';
import type { SagaStep } from '../saga/saga-step';
import { SagaStates } from '../saga/states/saga-state';
import { CompensationFailureQueue } from '../saga/watch/compensation-failure-queue';
import { Participant } from './participant';
import type { SagaParticipantOptions } from './participant-options';
import { planChoreography } from './plan/choreography';
import { refuseBadName, refuseElsewhere, refuseStrangers } from './plan/saga-place';
import { retentionSeconds, timeLimits } from './plan/time-limits';
import { sagaTable } from './record/saga-table';
import { SagaTransport } from './saga-transport';
import { EVENTS } from './states/announcements';
import type { Rendering } from './states/shared-states';
import { defineStart } from './states/start-definition';
import { choreographyAlarms } from './watch/choreography-alarms';
import { Watcher } from './watch/watcher';

/** What a {@link ChoreographedSaga} is made of. */
export interface ChoreographedSagaProps {
  /**
   * The steps, in the order in which they are done: the same as those of a {@link SagaOrchestrator}, but none that is
   * parallel or a separate saga.
   */
  readonly steps: SagaStep[];

  /**
   * What carries the events.
   *
   * @default SagaTransport.eventBridge()
   */
  readonly transport?: SagaTransport;

  /**
   * How long a saga may stand still before the watcher sends once more what may have been lost. After three times it counts
   * the step as failed and lets the saga compensate. At least what a participant may take with all its retries, so that
   * nothing of it goes on when its turn is given to somebody else.
   *
   * @default - what the slowest participant may take, 5 minutes at the least; must be given where that is not known
   */
  readonly watch?: Duration;

  /**
   * How long after the start a step may begin. After that the saga fails with `Saga.DeadlineExceeded` before the next step,
   * and compensates. Steps after the pivot are done all the same.
   *
   * @default - steps may begin at any time
   */
  readonly deadline?: Duration;

  /**
   * How the events of this saga are told from those of others on the same bus: the `saga` of their detail. No other saga on
   * the bus may have it.
   *
   * @default - made from the path of the construct
   */
  readonly sagaName?: string;

  /**
   * Where participants are, by the names of their steps.
   *
   * @default - all in the saga
   */
  readonly participants?: { [step: string]: SagaParticipantOptions };

  /**
   * Queue for a message about every compensation that failed for good, or that nobody did. Not a FIFO queue.
   *
   * @default - an encrypted queue that keeps messages for 14 days and outlives the stack
   */
  readonly compensationFailureQueue?: sqs.IQueue;

  /**
   * How long the item of a saga is kept after its end, a day at the least. For as long a request with the same `sagaId`
   * begins nothing. The item of a saga that could not undo everything is kept until somebody deletes it.
   *
   * @default Duration.days(30)
   */
  readonly retention?: Duration;

  /**
   * Whether participants are Standard or Express workflows. Express ones cost a fraction, leave no history to look at, and
   * are for steps that take less than five minutes with all their retries.
   *
   * @default StateMachineType.STANDARD
   */
  readonly stateMachineType?: sfn.StateMachineType;

  /**
   * Where and how much the workflows log.
   *
   * @default - everything but the execution data, for 14 days, in a log group for each workflow
   */
  readonly logs?: WorkflowLogs;

  /**
   * Whether executions are traced with AWS X-Ray.
   *
   * @default true
   */
  readonly tracingEnabled?: boolean;

  /**
   * Whether alarms are made.
   *
   * @default true
   */
  readonly alarms?: boolean;

  /**
   * What the alarms do when they ring.
   *
   * @default - nothing: they show in the console only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}

/**
 * A saga without a controller: each step has a participant, a workflow that an event of the one before wakes, and that wakes
 * the next one, or when it fails the one before, by an event of its own.
 *
 * Use it where the services belong to teams that deploy for themselves, or where a run must cost little. In all other cases
 * a {@link SagaOrchestrator} is simpler, and says at once how a saga ended.
 *
 * A saga is begun by an execution of `stateMachine` with `{ "sagaId": "o-1", "input": … }`, or by an event `Saga Requested`
 * with the detail `{ "saga": "<sagaName>", "sagaId": "o-1", "input": … }`. How far it has come stands in `table`. It ends
 * with one of the events `Saga Succeeded`, `Saga Compensated` and `Saga Compensation Failed`.
 *
 * Events may come twice, late, in any order, or not at all, and executions may die: a table says whose turn it is, and a
 * watcher finds sagas that do not move.
 *
 * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/cloud-design-patterns/saga-choreography.html
 *
 * @example
 * declare const createOrder: lambda.IFunction;
 * declare const cancelOrder: lambda.IFunction;
 * declare const charge: lambda.IFunction;
 * declare const refund: lambda.IFunction;
 * new ChoreographedSaga(this, 'OrderSaga', {
 *   sagaName: 'orders',
 *   steps: [
 *     SagaStep.invoke('CreateOrder', { action: createOrder, compensation: cancelOrder }),
 *     SagaStep.invoke('ProcessPayment', { action: charge, compensation: refund, notAppliedErrors: ['CardDeclined'] }),
 *   ],
 *   watch: Duration.hours(4),
 * });
 */
export class ChoreographedSaga extends Construct {
  /** By which events of this saga are told from others. */
  public readonly sagaName: string;

  /** The workflow that begins sagas: Express, it puts out `{ "sagaId": "o-1", "isNew": true }`. */
  public readonly workflow: Workflow;

  /** Its state machine: any trigger of this library can start it. */
  public readonly stateMachine: sfn.StateMachine;

  /** One item for each saga, by `sagaId`. */
  public readonly table: dynamodb.ITable;

  /** The workflows of the participants, by the names of their steps. */
  public readonly participants: { [step: string]: Workflow };

  /** The workflow that looks for sagas that do not move. */
  public readonly watcher: Workflow;

  /** Where is reported what was not undone; undefined in a saga without compensations. */
  public readonly compensationFailureQueue?: sqs.IQueue;

  /**
   * Where events are that could not be delivered: of `Saga Requested` first, then those of the steps in their order. In the
   * first are requests, too, that the table did not take.
   */
  public readonly deadLetterQueues: sqs.IQueue[];

  /** The alarms; empty with `alarms: false`. None rings for a saga that compensated as designed. */
  public readonly alarms: cloudwatch.Alarm[];

  public constructor(scope: Construct, id: string, props: ChoreographedSagaProps) {
    super(scope, id);
    const {
      steps,
      transport = SagaTransport.eventBridge(),
      stateMachineType: type = sfn.StateMachineType.STANDARD,
    } = props;
    this.sagaName = props.sagaName ?? uniquePath(this, MAX_NAME_CHARACTERS);
    refuseBadName(this, this.sagaName);
    const { _carrier: carrier } = transport;
    carrier.check(this);
    const plan = planChoreography(this, steps, { name: this.sagaName, deadline: props.deadline });
    const limits = timeLimits(this, plan, type, props.watch && positiveSeconds(this, 'watch', props.watch));
    refuseStrangers(this, plan, props.participants ?? {});

    const table = sagaTable(this);
    this.table = table;
    const undoable = plan.parts.some(({ step }) => step.compensation);
    const queue = undoable ? new CompensationFailureQueue(this, props.compensationFailureQueue) : undefined;
    this.compensationFailureQueue = queue?.queue;
    const retention = retentionSeconds(this, props.retention);
    const rendering = (): Omit<Rendering, 'owner'> => ({
      scope: new SagaStates(),
      plan,
      table,
      carrier,
      retention: Tokenization.stringifyNumber(retention),
    });
    const { alarms = true, alarmActions, logs, tracingEnabled } = props;
    const workflow = { logs, tracingEnabled };
    const watch = Tokenization.stringifyNumber(limits.watch);

    const participants = plan.parts.map((part) => {
      const { name } = part.step;
      const elsewhere = props.participants?.[name]?.scope;
      if (elsewhere) refuseElsewhere(this, name, elsewhere);
      return new Participant(
        elsewhere ?? this,
        elsewhere ? `${uniquePath(this, MAX_ID_CHARACTERS)}-${name}` : `Step ${name}`,
        {
          rendering: rendering(),
          part,
          type,
          timeout: Duration.seconds(limits.executionOf(part)),
          queue,
          workflow,
          alarms,
          alarmActions,
        },
      );
    });
    this.participants = Object.fromEntries(
      participants.map((participant, index) => [plan.parts[index].step.name, participant.workflow]),
    );

    // The queue belongs to the rule, which needs the workflow.
    const aside = Lazy.string({ produce: () => requests.deadLetterQueue.queueUrl });
    this.workflow = new Workflow(this, 'Start', {
      ...workflow,
      definition: defineStart({ ...rendering(), owner: this }, watch, aside),
      stateMachineType: sfn.StateMachineType.EXPRESS,
      timeout: Duration.minutes(4),
      alarms: false,
    });
    this.stateMachine = this.workflow.stateMachine;
    markAsSaga(this.stateMachine);
    const requests = carrier.subscribe(this, 'Requests', {
      detailTypes: [EVENTS.requested],
      detail: { saga: [this.sagaName] },
      description: `Begins sagas of ${this.node.path}`,
      workflow: this.stateMachine,
      alarms,
      alarmActions,
    });
    requests.deadLetterQueue.grant(this.workflow.role, 'sqs:SendMessage');
    const watcher = new Watcher(this, 'Watcher', {
      rendering: rendering(),
      watch,
      interval: limits.interval,
      queue,
      workflow,
    });
    this.watcher = watcher.workflow;
    this.deadLetterQueues = [requests, ...participants].map(({ deadLetterQueue }) => deadLetterQueue);
    const parts = {
      start: this.workflow,
      watcher: this.watcher,
      interval: limits.interval,
      compensationFailureQueue: queue?.queue,
    };
    this.alarms = alarms
      ? [
          ...choreographyAlarms(this, parts, alarmActions),
          ...[requests, ...participants].flatMap((each) => each.alarms),
        ]
      : [];
  }

  /** Allows a principal to begin sagas by an execution. */
  public grantStartExecution(grantee: iam.IGrantable): iam.Grant {
    return this.workflow.grantStartExecution(grantee);
  }

  /** Allows a principal to read how far sagas have come, their inputs and results included. */
  public grantReadProgress(grantee: iam.IGrantable): iam.Grant {
    return this.table.grant(grantee, 'dynamodb:GetItem', 'dynamodb:Query');
  }
}

const MAX_NAME_CHARACTERS = 128;
const MAX_ID_CHARACTERS = 100;
