import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as pipes from 'aws-cdk-lib/aws-pipes';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Workflow } from '../../../../src';
import { type AppRehearsal, type Json, type JsonObject, Rehearsal } from '../../../../src/testing';

/** What a test wants to be otherwise in an app with a queue, a pipe and a workflow. */
export interface PipeAppOptions {
  readonly queue?: sqs.QueueProps;
  readonly pipe?: (stack: Stack) => Partial<pipes.CfnPipeProps>;
  /** The definition of the workflow; it gets the batch. */
  readonly definition?: (stack: Stack) => sfn.IChainable;
  readonly express?: boolean;
  /** The actions of the role. */
  readonly actions?: readonly string[];
}

/** An app in which a hand-written pipe hands the messages of a queue to a workflow. */
export class PipeApp {
  public readonly stack: Stack;
  public readonly deadLetters: sqs.Queue;
  public readonly queue: sqs.Queue;
  public readonly workflow: Workflow;
  public readonly role: iam.Role;

  constructor(options: PipeAppOptions = {}) {
    this.stack = new Stack(new App(), 'Orders');
    const { stack } = this;
    const fifo = options.queue?.fifo;
    this.deadLetters = new sqs.Queue(stack, 'DeadLetters', { fifo });
    this.queue = new sqs.Queue(stack, 'Queue', {
      visibilityTimeout: Duration.seconds(30),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 3 },
      ...options.queue,
    });
    this.workflow = new Workflow(stack, 'Workflow', {
      stateMachineType: options.express ? sfn.StateMachineType.EXPRESS : sfn.StateMachineType.STANDARD,
      definition: options.definition?.(stack) ?? sfn.Pass.jsonata(stack, 'Work'),
    });
    this.role = new iam.Role(stack, 'PipeRole', { assumedBy: new iam.ServicePrincipal('pipes.amazonaws.com') });
    const invocationType = options.express ? 'REQUEST_RESPONSE' : 'FIRE_AND_FORGET';
    const actions = options.actions ?? [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'states:Start*',
      'lambda:InvokeFunction',
      'events:InvokeApiDestination',
      'kms:Decrypt',
    ];
    this.role.addToPolicy(new iam.PolicyStatement({ actions: [...actions], resources: ['*'] }));
    new pipes.CfnPipe(stack, 'Pipe', {
      source: this.queue.queueArn,
      target: this.workflow.stateMachine.stateMachineArn,
      targetParameters: { stepFunctionStateMachineParameters: { invocationType } },
      roleArn: this.role.roleArn,
      ...options.pipe?.(stack),
    });
  }

  public rehearse(): AppRehearsal {
    return Rehearsal.ofApp(this.stack.node.root as App, { startTime: new Date('2026-03-01T08:00:00Z') });
  }

  /** The bodies of the batches that started an execution, in that order. */
  public batches(rehearsal: AppRehearsal): Json[][] {
    return rehearsal
      .executions(this.workflow.stateMachine)
      .map(({ input }) => (input as JsonObject[]).map(({ body }) => body));
  }
}
