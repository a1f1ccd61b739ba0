import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  ApprovalChannel,
  type ApprovalService,
  ApprovalWorkflow,
  type ApprovalWorkflowProps,
  Approver,
} from '../../../src';
import type { JsonObject } from '../../../src/asl/json';
import { type ApiRequestOptions, type ApiResponse, type AppRehearsal, Rehearsal } from '../../../src/testing';

/** What programs are told. */
export interface Message {
  readonly approver: string;
  readonly kind: string;
  readonly title: string;
  readonly details?: string;
  readonly link: string;
  readonly closesAt: string;
}

export const START = new Date('2026-03-02T09:00:00Z');

/** An approver who is told by a queue of his own. */
export function queueApprover(stack: Stack, name: string, options?: Parameters<typeof Approver.channel>[2]): Approver {
  return Approver.channel(name, ApprovalChannel.queue(new sqs.Queue(stack, queueId(name))), options);
}

/** Names of the states of the notifier that send to places with such a word in their path or address. */
export function sendingStates(stack: Stack, word: string): string[] {
  const machines = Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine');
  const definitions = Object.values(machines).map(({ Properties }) => String(Properties.DefinitionString));
  const names = definitions.flatMap((definition) => definition.match(/"Send to [^"]+"(?=:\{)/g) ?? []);
  return names.map((name) => JSON.parse(name)).filter((name) => name.includes(word));
}

function queueId(name: string): string {
  return `Queue of ${name}`;
}

/** A workflow of one gate, whose approvers are told by queues. */
export function approvalApp(
  names: readonly string[],
  more: (stack: Stack) => Partial<ApprovalWorkflowProps> = () => ({}),
) {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  const workflow = new ApprovalWorkflow(stack, 'Release', {
    title: "{% 'Release ' & $states.input.version %}",
    approvers: names.map((name) => queueApprover(stack, name)),
    ...more(stack),
  });
  return new People(stack, workflow.service, workflow.stateMachine);
}

/** A body as a browser sends it. */
export function form(fields: Record<string, string>): ApiRequestOptions {
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  };
}

/** A body as a program sends it. */
export function json(fields: unknown): ApiRequestOptions {
  return { headers: { 'content-type': 'application/json', accept: 'application/json' }, body: fields };
}

/** People who get messages and use their links. */
export class People {
  public readonly rehearsal: AppRehearsal;

  public constructor(
    public readonly stack: Stack,
    public readonly service: ApprovalService,
    private readonly stateMachine: { readonly stateMachineArn: string },
  ) {
    this.rehearsal = Rehearsal.ofApp(stack.node.root as App, { startTime: START });
  }

  /** Name of the state that sends to somebody's queue. */
  public sendingTo(name: string): string {
    return sendingStates(this.stack, queueId(name))[0];
  }

  public start(input: unknown = { version: '1.2.0' }) {
    return this.rehearsal.start(this.stateMachine, input);
  }

  public messages(name: string): Message[] {
    const queue = this.stack.node.findChild(queueId(name)) as sqs.Queue;
    return this.rehearsal.messages(queue) as unknown as Message[];
  }

  /** The path of the link in the last message to somebody. */
  public linkOf(name: string): string {
    const { link } = this.messages(name).at(-1) as Message;
    return `/${link.split('/').at(-1)}`;
  }

  public look(name: string): Promise<ApiResponse> {
    return this.rehearsal.request('GET', this.linkOf(name), { api: this.service.api.restApi });
  }

  public send(path: string, options: ApiRequestOptions): Promise<ApiResponse> {
    return this.rehearsal.request('POST', path, { api: this.service.api.restApi, ...options });
  }

  /** Answers with a decision of somebody, sent by a program. */
  public async decide(name: string, decision: string, more: Record<string, string> = {}): Promise<JsonObject> {
    const { status, body } = await this.send(this.linkOf(name), json({ decision, ...more }));
    return { status, ...(body as JsonObject) };
  }

  public items(prefix: string): JsonObject[] {
    return this.rehearsal.items(this.service.table).filter(({ id }) => String(id).startsWith(prefix));
  }

  /** The item of a link. */
  public itemOf(name: string): JsonObject {
    return this.items(this.linkOf(name).slice(1))[0];
  }
}
