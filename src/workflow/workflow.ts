import { type Duration, Lazy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { positiveSeconds } from '../private/durations';
import { invalid } from '../private/errors';
import { bindToMachine } from '../private/machine-bound';
import { DefinitionRenderer } from './definition-renderer';
import { ExecutionRole } from './execution-role';
import type { StatusChangeOptions } from './status-change';
import { WorkflowAlarms } from './workflow-alarms';
import { type AnnouncementOptions, WorkflowAnnouncements } from './workflow-announcements';
import { WorkflowChecks } from './workflow-checks';
import { encryptWorkflow } from './workflow-encryption';
import { workflowLogs } from './workflow-logs';
import type { WorkflowOptions } from './workflow-options';

/** What a {@link Workflow} is made of. */
export interface WorkflowProps extends WorkflowOptions {
  /** The first state of the definition, or a chain or fragment of states. States of either query language fit in. */
  readonly definition: sfn.IChainable;

  /**
   * How long an execution may take before it ends as `TIMED_OUT`. No catcher sees that.
   *
   * @default - as long as Step Functions allows: a year for Standard, five minutes for Express
   */
  readonly timeout?: Duration;
}

/**
 * A state machine as it should run in production: logged without payloads, traced, alarmed, with a role that may do
 * exactly what the definition needs, and checked at synthesis.
 *
 * Use it for a definition of your own. The orchestrators of this library hold one each.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/welcome.html
 *
 * @example
 * declare const charge: lambda.IFunction;
 * new Workflow(this, 'Payments', {
 *   definition: tasks.LambdaInvoke.jsonata(this, 'Charge', {
 *     lambdaFunction: charge,
 *     outputs: '{% $states.result.Payload %}',
 *   }),
 * });
 */
export class Workflow extends Construct {
  /** The state machine. */
  public readonly stateMachine: sfn.StateMachine;

  /** The role it runs with. */
  public readonly role: iam.IRole;

  /** The group it logs to; undefined with `LogLevel.OFF`. */
  public readonly logGroup?: logs.ILogGroup;

  /** The alarms; empty with `alarms: false`. */
  public readonly alarms: cloudwatch.Alarm[];

  private readonly options: WorkflowOptions;
  private readonly definitionWith: (text: string) => object | undefined;
  private announced?: WorkflowAnnouncements;

  public constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    this.options = props;

    const graph = new sfn.StateGraph(props.definition.startState, `Workflow ${this.node.path}`);
    if (props.timeout) {
      positiveSeconds(this, 'timeout', props.timeout);
      graph.timeout = props.timeout;
    }
    const renderer = new DefinitionRenderer(this, graph);
    this.definitionWith = (text) => (renderer.mentions(text) ? graph.toGraphJson() : undefined);
    const logOptions = workflowLogs(this, props.logs);
    this.logGroup = logOptions && (props.logs?.logGroup ?? (logOptions.destination as logs.ILogGroup));
    this.role = props.role ?? new ExecutionRole(this, 'Role');
    this.stateMachine = new sfn.StateMachine(this, 'StateMachine', {
      stateMachineName: props.workflowName,
      stateMachineType: props.stateMachineType ?? sfn.StateMachineType.STANDARD,
      definitionBody: sfn.DefinitionBody.fromString(
        Lazy.uncachedString({ produce: (context) => renderer.text(context) }),
      ),
      logs: logOptions,
      tracingEnabled: props.tracingEnabled ?? true,
      role: this.role,
    });
    const resource = this.stateMachine.node.defaultChild as sfn.CfnStateMachine;
    resource.definitionSubstitutions = Lazy.uncachedAny({
      produce: (context) => renderer.substitutions(context),
    });

    for (const statement of graph.policyStatements) this.stateMachine.addToRolePolicy(statement);
    graph.bind(this.stateMachine);
    bindToMachine(graph.policyStatements, this.stateMachine);
    if (props.encryptionKey) encryptWorkflow(this.stateMachine, props.encryptionKey, logOptions !== undefined);

    const alarms = new WorkflowAlarms(this, props.alarmActions);
    if (props.alarms ?? true) alarms.addFailed(this.stateMachine).addUnwantedEnds(this.stateMachine);
    this.alarms = alarms.alarms;

    const express = props.stateMachineType === sfn.StateMachineType.EXPRESS;
    WorkflowChecks._watch(this, () => ({ definition: renderer.definition(), express }));
  }

  /** Allows a principal to start executions of this workflow. */
  public grantStartExecution(grantee: iam.IGrantable): iam.Grant {
    return this.stateMachine.grantStartExecution(grantee);
  }

  /** Executions that were started. */
  public metricStarted(): cloudwatch.Metric {
    return this.stateMachine.metricStarted();
  }

  /** Executions that succeeded. */
  public metricSucceeded(): cloudwatch.Metric {
    return this.stateMachine.metricSucceeded();
  }

  /** Executions that failed. */
  public metricFailed(): cloudwatch.Metric {
    return this.stateMachine.metricFailed();
  }

  /** Executions that timed out. */
  public metricTimedOut(): cloudwatch.Metric {
    return this.stateMachine.metricTimedOut();
  }

  /** Executions that were aborted. */
  public metricAborted(): cloudwatch.Metric {
    return this.stateMachine.metricAborted();
  }

  /** State transitions and retries that were throttled. */
  public metricThrottled(): cloudwatch.Metric {
    return this.stateMachine.metricThrottled();
  }

  /** How long executions took, in milliseconds. */
  public metricTime(): cloudwatch.Metric {
    return this.stateMachine.metricTime();
  }

  /**
   * A rule for the events that Step Functions sends when the status of an execution changes. Standard workflows only;
   * events are sent with best effort.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
   */
  public onStatusChange(id: string, options: StatusChangeOptions = {}): events.Rule {
    if (options.statuses?.length === 0)
      throw invalid(this, 'statuses must not be empty: leave it out for every status');
    return new events.Rule(this, id, {
      targets: options.target && [options.target],
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [this.stateMachine.stateMachineArn], status: options.statuses },
      },
    });
  }

  /**
   * Tells a bus when executions start and how they end, in small events without data. Standard workflows only.
   *
   * @param bus a bus of this Region that this account may put events on
   */
  public announceTo(bus: events.IEventBus, options: AnnouncementOptions = {}): WorkflowAnnouncements {
    if (this.announced) throw invalid(this, 'announceTo must be called once: forward the events by a rule of that bus');
    const { alarms = true, alarmActions } = this.options;
    this.announced = WorkflowAnnouncements._of(
      this,
      bus,
      { ...options, alarms, alarmActions },
      (scope, id, props) => new Workflow(scope, id, props),
    );
    return this.announced;
  }

  /**
   * The definition with its tokens, if a text stands in it: rendering it once more is not cheap.
   *
   * @internal
   */
  public _definitionWith(text: string): object | undefined {
    return this.definitionWith(text);
  }

  /** What this workflow announces; undefined if nothing. */
  public get announcements(): WorkflowAnnouncements | undefined {
    return this.announced;
  }
}
