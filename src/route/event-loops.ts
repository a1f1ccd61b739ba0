import { Annotations, Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import type { StateGroup } from '../asl/definition';
import { isDefaultBus } from '../private/event-rule/default-bus';
import { knownTypeOf } from '../private/started-machine';
import { ExecutionStatus } from '../workflow/status-change';
import type { WorkflowAnnouncements } from '../workflow/workflow-announcements';
import { busIdentity, isBusElsewhere, isOneBus } from './bus-identity';
import type { EventDeduplication } from './event-deduplication';
import { KnownPattern } from './pattern/known-pattern';
import type { Pattern } from './pattern/rendered-pattern';
import { eventsPutBy } from './put-events';

/** What is told of every execution that does what it should; of others only if something goes wrong in each of them. */
const OF_EVERY_EXECUTION = [ExecutionStatus.RUNNING, ExecutionStatus.SUCCEEDED];
const OF_OTHERS = [ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT, ExecutionStatus.ABORTED];

/** Of the rest of an event is only known that it is there. */
const KNOWN_FIELDS = ['source', 'detail-type', 'detail.status', 'replay-name'];

/** What an event has by itself, and what is the same wherever it is put. */
const FIXED_FIELDS = ['account', 'region', 'version'];

/** Equal to nothing that a pattern may hold. */
const SOMETHING = '\u0000something';

/** What events start: a `Workflow`, or a state machine of which is only known what Step Functions tells of it. */
export interface StartedWorkflow {
  readonly stateMachine: sfn.IStateMachine;
  readonly announcements?: WorkflowAnnouncements;
  /** @see Workflow */
  _definitionWith?(text: string): object | undefined;
}

/** What else decides whether an event of the workflow comes back to it. */
interface LoopOptions {
  /** The bus of the routes; the default bus if there is none. */
  readonly bus?: events.IEventBus;
  readonly deduplicate?: EventDeduplication;
}

/** An event that tells what became of an execution. */
interface Told {
  readonly by: string;
  readonly event: Readonly<Record<string, unknown>>;
}

/**
 * Refuses a workflow that would start itself for ever, and warns of one that would while it fails.
 *
 * Asked at synthesis, because what a workflow announces is said after it was made.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules-best-practices.html
 */
export function refuseLoops(
  scope: IConstruct,
  workflow: StartedWorkflow,
  pattern: Pattern,
  { bus, deduplicate }: LoopOptions,
): void {
  scope.node.addValidation({
    validate: () => {
      const known = new KnownPattern(scope, pattern);
      const isTaken = ({ event }: Told) => known.surelyMatches(event, (field) => KNOWN_FIELDS.includes(field));
      const certain = OF_EVERY_EXECUTION.flatMap((status) => toldOf(workflow, status, bus)).find(isTaken);
      if (certain) {
        return [`routes must not match ${certain.by}, or every execution starts another: name what they are about`];
      }
      const possible = OF_OTHERS.flatMap((status) => toldOf(workflow, status, bus)).find(isTaken);
      if (possible) {
        Annotations.of(scope).addWarningV2(
          'cdk-workflows:eventLoop',
          `routes match ${possible.by}: while executions fail, each starts another`,
        );
      }
      return refusedPuts(scope, workflow, known, { bus, deduplicate });
    },
  });
}

/**
 * An event that the definition puts and the routes take is an error where nothing can end it, and a warning where a choice
 * before it, or the recognition of what it is about, may.
 */
function refusedPuts(
  scope: IConstruct,
  workflow: StartedWorkflow,
  pattern: KnownPattern,
  { bus, deduplicate }: LoopOptions,
): string[] {
  const definition = workflow._definitionWith?.(':putEvents');
  const own = busIdentity(isDefaultBus(bus) ? 'default' : (bus as events.IEventBus).eventBusArn);
  const isOwn = (name = 'default') => isOneBus(busIdentity(name), own) && !isBusElsewhere(name, Stack.of(scope));
  const puts = definition && own !== undefined ? eventsPutBy(definition as StateGroup) : [];
  return puts
    .filter((put) => isOwn(put.bus))
    .flatMap(({ state, always, source, detailType, detail, isKnown }) => {
      const event = eventOf(workflow.stateMachine, { source, 'detail-type': detailType, detail });
      const what = `'${detailType}' of '${source}', which state '${state}' puts on the same bus`;
      if (always && !deduplicate?._looksInside && pattern.surelyMatches(event, isKnown)) {
        return [`routes must not match ${what}, or every execution starts another: give it another detail-type`];
      }
      if (pattern.mayMatch(event, (field) => FIXED_FIELDS.includes(field) || isKnown(field))) {
        Annotations.of(scope).addWarningV2(
          'cdk-workflows:eventLoop',
          `routes match ${what}: an execution may start another, and that one the next; give it another detail-type, or ` +
            'acknowledge this where it comes to an end',
        );
      }
      return [];
    });
}

function toldOf(workflow: StartedWorkflow, status: ExecutionStatus, bus?: events.IEventBus): Told[] {
  return [...(isDefaultBus(bus) ? toldByStepFunctions(workflow, status) : []), ...toldByItself(workflow, status, bus)];
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
function toldByStepFunctions({ stateMachine }: StartedWorkflow, status: ExecutionStatus): Told[] {
  if (knownTypeOf(stateMachine) !== sfn.StateMachineType.STANDARD) return [];
  const { stateMachineArn } = stateMachine;
  const others = ['executionArn', 'name', 'startDate', 'stopDate', 'input', 'output'];
  const detail = { ...Object.fromEntries(others.map((field) => [field, SOMETHING])), stateMachineArn, status };
  return [
    {
      by: `the status ${status} of its own executions`,
      event: eventOf(stateMachine, {
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        detail,
      }),
    },
  ];
}

function toldByItself(
  { stateMachine, announcements }: StartedWorkflow,
  status: ExecutionStatus,
  bus?: events.IEventBus,
): Told[] {
  const announced =
    announcements && isSameBus(stateMachine, announcements.bus, bus) ? announcements._event(status) : undefined;
  if (!announced) return [];
  return [{ by: `'${announced['detail-type']}', which it announces itself`, event: eventOf(stateMachine, announced) }];
}

function eventOf(of: IConstruct, event: object): Record<string, unknown> {
  const { account, region } = Stack.of(of);
  const resolved = { version: '0', id: SOMETHING, time: SOMETHING, account, region, resources: [SOMETHING], ...event };
  return Stack.of(of).resolve(resolved);
}

function isSameBus(scope: IConstruct, one?: events.IEventBus, other?: events.IEventBus): boolean {
  if (isDefaultBus(one) || isDefaultBus(other)) return isDefaultBus(one) && isDefaultBus(other);
  const arnOf = (bus?: events.IEventBus) => JSON.stringify(Stack.of(scope).resolve(bus?.eventBusArn));
  return one === other || arnOf(one) === arnOf(other);
}
