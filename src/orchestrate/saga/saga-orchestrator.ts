import { Annotations, type Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { invalid } from '../../private/errors';
import { markAsSaga } from '../../private/saga-machines';
import { Workflow } from '../../workflow/workflow';
import type { WorkflowOptions } from '../../workflow/workflow-options';
import { bindFragments } from './calls/fragment-call';
import { SeparateSagas } from './child/separate-sagas';
import { planSaga } from './plan/saga-plan';
import { checkLimits } from './plan/step-limits';
import { defineSaga } from './saga-definition';
import type { SagaStep } from './saga-step';
import { CompensationFailureQueue } from './watch/compensation-failure-queue';
import { sagaAlarms } from './watch/saga-alarms';
import { SagaEventSender, type SagaEvents } from './watch/saga-events';
import { SagaMetrics } from './watch/saga-metrics';

/** What a {@link SagaOrchestrator} is made of. */
export interface SagaOrchestratorProps extends WorkflowOptions {
  /** The steps, in the order in which they are done. */
  readonly steps: SagaStep[];

  /**
   * How long after the start a step may begin. After that the saga fails with `Saga.DeadlineExceeded` before the next
   * step, and compensates. What has begun is not cut short, retries included, and steps after the pivot are done all the
   * same. A redrive begins a new time.
   *
   * @default - steps may begin at any time
   */
  readonly deadline?: Duration;

  /**
   * Output of a saga that succeeded: a JSONata expression between `{%` and `%}` that may use `$input`, `$results` and
   * `$warnings`. A saga whose output cannot be evaluated has failed, and compensates; after the pivot nothing is undone.
   *
   * @default - `{ "results": { "<step>": … }, "warnings": [{ "step", "error", "cause" }] }`
   */
  readonly output?: string;

  /**
   * Queue for a message about every compensation that failed for good, and about every execution that was stopped, timed
   * out or died without having compensated. Not a FIFO queue.
   *
   * A queue of your own must let EventBridge send to it: its policy, and that of its key, get a statement for that where
   * they can be changed.
   *
   * @default - an encrypted queue that keeps messages for 14 days and outlives the stack
   */
  readonly compensationFailureQueue?: sqs.IQueue;

  /**
   * Sends an event to EventBridge when the saga has succeeded, compensated, or could not undo everything.
   *
   * @default - no events but those of Step Functions itself
   */
  readonly events?: SagaEvents;

  /**
   * Says that every action and compensation is idempotent, so that the saga may be an Express workflow, which can run
   * twice.
   *
   * @default false
   */
  readonly allowExpress?: boolean;
}

/**
 * A saga: steps that are undone in reverse order when one of them fails.
 *
 * Use it where several services must all change or none, and no database transaction spans them. Whatever error ends a
 * step, a timeout included, the compensations of the completed steps run, the failing step's own first, because it may
 * have happened. A compensation that fails for good is reported to a queue, and the others run all the same.
 *
 * Input: any JSON of up to 144 KiB in a saga of four steps, such as `{ "orderId": "o-1" }`; a longer one is refused with
 * `Saga.InputTooLarge`. Output: `{ "results": { "<step>": … }, "warnings": [] }`. A saga that compensated ends as FAILED
 * with the first error's name and a cause that says what was undone, one in which a step would have begun too late with
 * `Saga.DeadlineExceeded`, one that could not undo everything with `Saga.CompensationFailed`.
 *
 * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/cloud-design-patterns/saga-orchestration.html
 *
 * @example
 * declare const createOrder: lambda.IFunction;
 * declare const cancelOrder: lambda.IFunction;
 * declare const charge: lambda.IFunction;
 * declare const refund: lambda.IFunction;
 * new SagaOrchestrator(this, 'OrderSaga', {
 *   steps: [
 *     SagaStep.invoke('CreateOrder', { action: createOrder, compensation: cancelOrder }),
 *     SagaStep.invoke('ProcessPayment', { action: charge, compensation: refund, notAppliedErrors: ['CardDeclined'] }),
 *   ],
 * });
 */
export class SagaOrchestrator extends Construct {
  /** The workflow that runs the saga. */
  public readonly workflow: Workflow;

  /** The state machine of the workflow. */
  public readonly stateMachine: sfn.StateMachine;

  /** Where is reported what was not undone; undefined in a saga without compensations. */
  public readonly compensationFailureQueue?: sqs.IQueue;

  /** The alarms; empty with `alarms: false`. None rings for a saga that compensated as designed. */
  public readonly alarms: cloudwatch.Alarm[];

  private readonly metrics: SagaMetrics;

  public constructor(scope: Construct, id: string, props: SagaOrchestratorProps) {
    super(scope, id);
    if (props.stateMachineType === sfn.StateMachineType.EXPRESS && !props.allowExpress) {
      throw invalid(
        this,
        'stateMachineType must be STANDARD, received EXPRESS: an Express workflow may run twice; set allowExpress if ' +
          'every action and compensation is idempotent',
      );
    }

    let queue: CompensationFailureQueue | undefined;
    const queueOfAll = () => {
      queue ??= new CompensationFailureQueue(this, props.compensationFailureQueue);
      return queue;
    };
    let separate: SeparateSagas | undefined;
    const plan = planSaga(this, props.steps, {
      ...props,
      machinesFor: (name, child) => {
        refuseExpressParent(this, name, props.stateMachineType);
        separate ??= new SeparateSagas(this, props, queueOfAll);
        return separate.machinesFor(name, child);
      },
    });
    checkLimits(this, plan, props.stateMachineType);

    if (plan.steps.some((step) => step.compensation)) queueOfAll();
    this.compensationFailureQueue = queue?.queue;

    const { alarms, ...options } = props;
    this.workflow = new Workflow(this, 'Workflow', {
      ...options,
      definition: defineSaga(plan, queue, props.events && new SagaEventSender(this, props.events)),
      alarms: false,
    });
    this.stateMachine = this.workflow.stateMachine;
    markAsSaga(this.stateMachine);
    bindFragments(plan.steps, this.stateMachine);
    queue?.allowKeyUse(this.workflow.role);
    // Of an Express workflow nobody is told that it was stopped or died.
    if (props.stateMachineType !== sfn.StateMachineType.EXPRESS) {
      queue?.takeUnfinished(this.stateMachine);
    }
    this.metrics = new SagaMetrics(this, this.workflow, props);
    this.alarms =
      alarms === false ? [] : sagaAlarms(this, this.workflow, this.metrics, queue?.queue, props.alarmActions);
  }

  /** Allows a principal to start executions of this saga. */
  public grantStartExecution(grantee: iam.IGrantable): iam.Grant {
    return this.workflow.grantStartExecution(grantee);
  }

  /**
   * Sagas that failed and undid everything that they had done. Counted in the log, by a metric filter that is made when
   * this is first called; `logs.level` must be `ALL` or `ERROR`.
   */
  public metricCompensated(): cloudwatch.Metric {
    this.warnUnlessLogged('metricCompensated');
    return this.metrics.compensated();
  }

  /**
   * Sagas that left something undone: a compensation failed for good, or the execution died of an error that no catcher
   * sees. Counted in the log, as `metricCompensated` is.
   */
  public metricCompensationFailed(): cloudwatch.Metric {
    this.warnUnlessLogged('metricCompensationFailed');
    return this.metrics.compensationFailed();
  }

  private warnUnlessLogged(metric: string): void {
    const { areLogged, level } = this.metrics;
    if (areLogged) return;
    Annotations.of(this).addWarningV2(
      'cdk-workflows:sagaMetricNeedsLog',
      `logs.level should be ALL or ERROR, received ${level}: ${metric} counts in the log, and will have no data`,
    );
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html */
function refuseExpressParent(scope: Construct, name: string, type?: sfn.StateMachineType): void {
  if (type !== sfn.StateMachineType.EXPRESS) return;
  throw invalid(
    scope,
    `saga '${name}' must not be separate in an Express saga, which cannot wait for the end of another execution: leave ` +
      'out separate',
  );
}
