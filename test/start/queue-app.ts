import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { BatchDelivery, QueueTrigger, type QueueTriggerProps, Workflow } from '../../src';
import { type AppRehearsal, type Json, Rehearsal } from '../../src/testing';

/** What a test wants to be otherwise. */
export interface QueueAppOptions {
  readonly definition?: (stack: Stack) => sfn.IChainable;
  readonly express?: boolean;
  readonly trigger?: (stack: Stack, workflow: Workflow) => Partial<QueueTriggerProps>;
}

/** An app in which messages start a workflow. */
export class QueueApp {
  public readonly app = new App();
  public readonly stack = new Stack(this.app, 'Orders');
  public readonly workflow: Workflow;
  public readonly trigger: QueueTrigger;

  constructor({ definition, express, trigger }: QueueAppOptions = {}) {
    const { stack } = this;
    this.workflow = new Workflow(stack, 'Workflow', {
      stateMachineType: express ? sfn.StateMachineType.EXPRESS : sfn.StateMachineType.STANDARD,
      definition: definition?.(stack) ?? sfn.Pass.jsonata(stack, 'Work'),
    });
    this.trigger = new QueueTrigger(stack, 'Trigger', {
      workflow: this.workflow.stateMachine,
      ...trigger?.(stack, this.workflow),
    });
  }

  public rehearse(): AppRehearsal {
    return Rehearsal.ofApp(this.app, { startTime: new Date('2026-03-01T08:00:00Z') });
  }

  /** The inputs of the executions of the workflow so far. */
  public inputs(rehearsal: AppRehearsal): Json[] {
    return rehearsal.executions(this.workflow.stateMachine).map(({ input }) => input);
  }

  public names(rehearsal: AppRehearsal): string[] {
    return rehearsal.executions(this.workflow.stateMachine).map(({ name }) => name);
  }

  /** The ids of the warnings that synthesis gives. */
  public warnings(): string[] {
    const found = Annotations.fromStack(this.stack).findWarning('*', Match.anyValue());
    return found.map(({ entry }) => /\[ack: ([\w:-]+)\]/.exec(String(entry.data))?.[1] ?? String(entry.data));
  }
}

/** For the trigger of an app: batches of up to ten messages. */
export const inTens: QueueAppOptions = { trigger: () => ({ delivery: BatchDelivery.perMessage({ size: 10 }) }) };

export function fifoQueue(stack: Stack): sqs.Queue {
  return new sqs.Queue(stack, 'Fifo', {
    fifo: true,
    contentBasedDeduplication: true,
    visibilityTimeout: Duration.minutes(6),
    deadLetterQueue: { queue: new sqs.Queue(stack, 'Dead', { fifo: true }), maxReceiveCount: 5 },
  });
}
