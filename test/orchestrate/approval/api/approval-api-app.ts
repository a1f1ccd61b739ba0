import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Workflow } from '../../../../src';
import type { JsonObject } from '../../../../src/asl/json';
import { ApprovalApi } from '../../../../src/orchestrate/approval/api/approval-api';
import type { ApprovalApiOptions } from '../../../../src/orchestrate/approval/api/approval-api-options';
import { type ApiRequestOptions, type ApiResponse, type AppRehearsal, Rehearsal } from '../../../../src/testing';

export const ACCOUNT = '111122223333';
export const START = new Date('2026-03-01T08:00:00Z');

/** Ids of links: 64 hexadecimal digits. */
export const linkId = (n: number) => n.toString(16).padStart(64, '0');

/** Stands where no answer of the API may have it. */
export const TOKEN = 'AAAA-task-token-that-nobody-may-see';

/** What a decision workflow does in a test: puts out something, fails, or takes too long. */
export type Decisions = Record<string, unknown> | 'fails' | 'hangs';

/** An API with its table, and with a workflow that answers always the same in place of the one that decides. */
export function approvalApi(
  decisions: Decisions = { result: 'UNKNOWN' },
  options: ApprovalApiOptions = {},
  id = 'Api',
) {
  const stack = new Stack(new App(), 'Approvals', { env: { account: ACCOUNT, region: 'us-east-1' } });
  const table = linkTable(stack);
  const workflow = decisionWorkflow(stack, decisions);
  const api = new ApprovalApi(stack, id, { table, decisionWorkflow: workflow.stateMachine, ...options });
  return { stack, table, workflow, api };
}

export function linkTable(stack: Stack): dynamodb.Table {
  return new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

export function decisionWorkflow(stack: Stack, decisions: Decisions): Workflow {
  return new Workflow(stack, 'Decide', {
    definition: definitionOf(stack, decisions),
    stateMachineType: sfn.StateMachineType.EXPRESS,
    timeout: Duration.seconds(20),
    alarms: false,
  });
}

function definitionOf(stack: Stack, decisions: Decisions): sfn.IChainable {
  if (decisions === 'fails') return new sfn.Fail(stack, 'Break', { error: 'Broken', cause: `with ${TOKEN}` });
  if (decisions === 'hangs') {
    return sfn.Wait.jsonata(stack, 'Hang', { time: sfn.WaitTime.duration(Duration.minutes(1)) });
  }
  return sfn.Pass.jsonata(stack, 'Answer', { outputs: { form: '{% $states.input.form %}', ...decisions } });
}

export function rehearsed(stack: Stack): AppRehearsal {
  return Rehearsal.ofApp(stack.node.root as App, { startTime: START });
}

/** A link as the notifier writes it. */
export function linkItem(id: string, changes: Record<string, unknown> = {}) {
  const closesAt = START.getTime() / 1000 + 7 * 86_400;
  const item: Record<string, unknown> = {
    id,
    gate: 'gate#1',
    approver: 'Ada Lovelace',
    title: 'Refund of 1,200 EUR for order 4711',
    details: 'Customer: Charles Babbage\nReason: engine was never delivered',
    standing: 'OPEN',
    closesAt,
    closesAtText: '8 March 2026, 08:00 UTC',
    expiresAt: closesAt + 30 * 86_400,
    token: TOKEN,
    ...changes,
  };
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as JsonObject;
}

export const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Sends requests, and holds every answer to what all of them owe. */
export function clientOf(rehearsal: AppRehearsal) {
  return async (method: string, path: string, options: ApiRequestOptions = {}): Promise<ApiResponse> => {
    const response = await rehearsal.request(method, path, options);
    expectDiscreet(response);
    return response;
  };
}

/** Headers that every answer has, and nothing about what is behind. */
export function expectDiscreet({ headers, text }: ApiResponse): void {
  const everything = `${JSON.stringify(headers)} ${text}`;
  expect(everything).not.toContain(TOKEN);
  expect(everything).not.toMatch(/arn:|stateMachine|dynamodb|amazonaws/i);
  expect(everything).not.toContain(ACCOUNT);
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; (img-src \S+; )?form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    ),
    'referrer-policy': 'no-referrer',
    'strict-transport-security': expect.stringMatching(/^max-age=\d{8,}$/),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-robots-tag': expect.stringContaining('noindex'),
  });
}
