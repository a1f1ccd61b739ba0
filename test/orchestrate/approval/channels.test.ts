import { App, CfnParameter, Duration, SecretValue, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ApiAuthorization, ApprovalChannel, ApprovalService, ApprovalWorkflow, Approver } from '../../../src';
import { Rehearsal } from '../../../src/testing';
import { testFunction } from '../../functions';
import { approvalApp, json, queueApprover, sendingStates } from './approval-app';
import { statementsOf } from './approval-policies';

const LINK = /https:\/\/\S*\/prod\/[0-9a-f]{64}/;

function stackOf(): Stack {
  return new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
}

function workflowOf(stack: Stack, ...approvers: Approver[]): ApprovalWorkflow {
  return new ApprovalWorkflow(stack, 'Release', { title: 'Größe <1>', details: 'Zeile 1\nZeile 2', approvers });
}

describe('e-mail', () => {
  test('each address gets its own link and no other', async () => {
    const stack = stackOf();
    const names = ['alice@example.com', 'Bob@Example.com'];
    const workflow = workflowOf(stack, Approver.email(names[0], { displayName: 'Alice' }), Approver.email(names[1]));
    const rehearsal = Rehearsal.ofApp(stack.node.root as App);
    await rehearsal.start(workflow.stateMachine);
    const mails = ['alice@example.com', 'bob@example.com'].map((address) => rehearsal.emails(address));
    expect(mails.map((all) => all.length)).toEqual([1, 1]);
    expect(mails[0][0].subject).toBe('Approval needed: Gr??e <1>');
    expect(mails[0][0].text).toMatch(
      /^Approval needed: Größe <1>\n\nZeile 1\nZeile 2\n\nTo see it and to decide, open this page:\nhttps:.*\n\nDecisions are taken until 20\d\d-\d\d-\d\d \d\d:\d\d UTC\.\n$/,
    );
    const links = mails.map(([{ text }]) => text.match(LINK)?.[0]);
    expect(links[0]).not.toBe(links[1]);
  });

  test('one subscription for an address, however many gates ask it', () => {
    const stack = stackOf();
    for (const id of ['One', 'Two']) {
      new ApprovalWorkflow(stack, id, { approvers: [Approver.email('alice@example.com')] });
    }
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SNS::Subscription', 1);
    template.resourceCountIs('AWS::SNS::Topic', 1);
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
    template.resourceCountIs('AWS::ApiGateway::RestApi', 1);
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 4);
  });

  test('an address that only the deployment knows stays as it is', () => {
    const stack = stackOf();
    const address = new CfnParameter(stack, 'Address');
    workflowOf(stack, Approver.email(address.valueAsString, { displayName: 'Alice' }));
    Template.fromStack(stack).hasResourceProperties('AWS::SNS::Subscription', {
      Endpoint: { Ref: 'Address' },
      FilterPolicy: { approver: [{ Ref: 'Address' }] },
    });
  });

  test('a subject is cut to what SNS takes', async () => {
    const stack = stackOf();
    const workflow = new ApprovalWorkflow(stack, 'Release', {
      title: 'x'.repeat(150),
      approvers: [Approver.email('alice@example.com')],
    });
    const rehearsal = Rehearsal.ofApp(stack.node.root as App);
    await rehearsal.start(workflow.stateMachine);
    expect(rehearsal.emails('alice@example.com')[0].subject).toHaveLength(99);
  });

  test('texts in another language', async () => {
    const stack = stackOf();
    const service = new ApprovalService(stack, 'Approvals', {
      messages: { asked: 'Freigabe nötig', open: 'Hier entscheiden:', closes: 'Möglich bis' },
    });
    const workflow = new ApprovalWorkflow(stack, 'Release', {
      service,
      approvers: [Approver.email('alice@example.com')],
    });
    const rehearsal = Rehearsal.ofApp(stack.node.root as App);
    await rehearsal.start(workflow.stateMachine);
    expect(rehearsal.emails('alice@example.com')[0].text).toMatch(
      /^Freigabe nötig: Release\n\nHier entscheiden:\n.*\n\nMöglich bis /,
    );
  });

  test('by SES, which is asked for with the rights on one identity', async () => {
    const stack = stackOf();
    const identity = ses.EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com');
    const channel = ApprovalChannel.ses('alice@example.com', { identity, sender: 'Approvals <approvals@example.com>' });
    const workflow = workflowOf(stack, Approver.channel('Alice', channel));
    const rehearsal = Rehearsal.ofApp(stack.node.root as App);
    const sent: unknown[] = [];
    rehearsal.mock(sendingStates(stack, 'SES')[0], (request: unknown) => sent.push(request) && { MessageId: '1' });
    await rehearsal.start(workflow.stateMachine);
    expect(sent).toEqual([
      {
        FromEmailAddress: 'Approvals <approvals@example.com>',
        Destination: { ToAddresses: ['alice@example.com'] },
        Content: {
          Simple: {
            Subject: { Data: 'Approval needed: Gr??e <1>' },
            Body: { Text: { Data: expect.stringMatching(LINK), Charset: 'UTF-8' } },
          },
        },
      },
    ]);
    expect(statementsOf(stack).filter(({ actions }) => actions.includes('ses:SendEmail'))).toHaveLength(1);
  });
});

describe('other channels', () => {
  test('a topic, a bus, a function, an address; several for one approver', async () => {
    const stack = stackOf();
    const topic = new sns.Topic(stack, 'Topic');
    const bus = new events.EventBus(stack, 'Bus');
    const fn = testFunction(stack, 'Tell');
    const connection = new events.Connection(stack, 'Connection', {
      authorization: events.Authorization.apiKey('x-api-key', SecretValue.secretsManager('api-key')),
    });
    const url = 'https://chat.example.com/hooks/1';
    const workflow = workflowOf(
      stack,
      Approver.channel('Alice', ApprovalChannel.topic(topic), { channels: [ApprovalChannel.eventBus(bus)] }),
      Approver.channel('Bob', ApprovalChannel.handler(fn)),
      Approver.channel('Chat', ApprovalChannel.http({ connection, url })),
      Approver.channel(
        'Other chat',
        ApprovalChannel.http({ connection, url: `${url}0`, body: { card: '{% $states.input.message.title %}' } }),
      ),
    );
    const rehearsal = Rehearsal.ofApp(stack.node.root as App);
    const asked: unknown[] = [];
    rehearsal.mock(fn, (event: unknown) => asked.push(event));
    for (const state of sendingStates(stack, 'address')) {
      rehearsal.mock(state, (request: unknown) => asked.push(request) && { StatusCode: 200, ResponseBody: 'ok' });
    }
    const execution = await rehearsal.start(workflow.stateMachine);
    expect(execution.status).toBe('RUNNING');
    expect(rehearsal.messages(topic)).toEqual([expect.stringMatching(LINK)]);
    expect(rehearsal.events(bus)).toEqual([
      expect.objectContaining({
        source: 'cdk-workflows.approval',
        'detail-type': 'Approval Requested',
        detail: {
          approver: 'Alice',
          kind: 'ASKED',
          title: 'Größe <1>',
          details: 'Zeile 1\nZeile 2',
          link: expect.stringMatching(LINK),
          closesAt: expect.stringMatching(/Z$/),
        },
      }),
    ]);
    expect(asked).toEqual([
      expect.objectContaining({ approver: 'Bob', text: expect.stringMatching(LINK) }),
      expect.objectContaining({ ApiEndpoint: url, Method: 'POST', RequestBody: { text: expect.stringMatching(LINK) } }),
      expect.objectContaining({ ApiEndpoint: `${url}0`, RequestBody: { card: 'Größe <1>' } }),
    ]);
  });

  test('encrypted topics and queues: the notifier may use their keys', () => {
    const stack = stackOf();
    const key = new kms.Key(stack, 'Key');
    const topic = new sns.Topic(stack, 'Topic', { masterKey: key });
    const queue = new sqs.Queue(stack, 'Queue', { encryptionMasterKey: key });
    workflowOf(
      stack,
      Approver.channel('A', ApprovalChannel.topic(topic)),
      Approver.channel('B', ApprovalChannel.queue(queue)),
    );
    expect(statementsOf(stack).filter(({ policy }) => policy.includes('ChannelKeys'))).toEqual([
      {
        policy: expect.anything(),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [{ 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] }],
      },
    ]);
  });
});

describe('handing over', () => {
  const delegating = () =>
    approvalApp([], (stack) => ({
      quorum: 2,
      reminders: { every: Duration.days(1), atMost: 1 },
      approvers: [
        queueApprover(stack, 'Alice', { delegates: [queueApprover(stack, 'Dan <b>'), queueApprover(stack, 'Eve')] }),
        queueApprover(stack, 'Bob'),
      ],
    }));

  test('the delegate gets a link, the old one is closed, and the vote is that of the approver', async () => {
    const people = delegating();
    const execution = await people.start();
    expect(people.messages('Dan <b>')).toEqual([]);
    expect((await people.look('Alice')).text).toContain('Dan &lt;b&gt;');
    expect(await people.decide('Alice', 'DELEGATED', { delegate: 'Dan <b>', comment: 'on holiday' })).toMatchObject({
      status: 200,
      result: 'RECORDED',
      decision: 'DELEGATED',
    });
    expect(people.messages('Dan <b>')).toEqual([expect.objectContaining({ approver: 'Dan <b>', kind: 'DELEGATED' })]);
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({ status: 409, result: 'SUPERSEDED' });
    expect((await people.look('Dan <b>')).status).toBe(200);
    await people.decide('Dan <b>', 'APPROVED');
    expect(execution.status).toBe('RUNNING');
    await people.decide('Bob', 'APPROVED');
    expect(execution.run.output).toMatchObject({
      approval: {
        decisions: [
          { approver: 'Alice', delegate: 'Dan <b>', decision: 'APPROVED', identity: 'link of Dan <b>' },
          { approver: 'Bob' },
        ],
      },
    });
    expect(people.items('delegation#')).toEqual([
      expect.objectContaining({ approver: 'Alice', to: 'Dan <b>', comment: 'on holiday', identity: 'link of Alice' }),
    ]);
    expect(people.items('decision#')[0]).toMatchObject({ approver: 'Alice', by: 'Dan <b>' });
  });

  test('again to the same person sends again; to another one, or to a stranger, nothing', async () => {
    const people = delegating();
    await people.start();
    expect(await people.decide('Alice', 'DELEGATED', { delegate: 'Mallory' })).toMatchObject({ status: 400 });
    expect(await people.decide('Alice', 'DELEGATED', { delegate: 'Bob' })).toMatchObject({ status: 400 });
    expect(await people.decide('Alice', 'DELEGATED', { delegate: '' })).toMatchObject({ status: 400 });
    await people.decide('Alice', 'DELEGATED', { delegate: 'Eve' });
    expect(await people.decide('Alice', 'DELEGATED', { delegate: 'Eve' })).toMatchObject({ status: 200 });
    expect(await people.decide('Alice', 'DELEGATED', { delegate: 'Dan <b>' })).toMatchObject({ status: 409 });
    expect(people.messages('Eve').map(({ link }) => link)).toHaveLength(2);
    expect(new Set(people.messages('Eve').map(({ link }) => link)).size).toBe(1);
    expect(people.messages('Dan <b>')).toEqual([]);
    expect(people.items('delegation#')).toHaveLength(1);
  });

  test('the delegate cannot be told: "try again", which tells him', async () => {
    const people = delegating();
    await people.start();
    people.rehearsal.fail(people.sendingTo('Dan'), { error: 'Sqs.SqsException' });
    expect(await people.decide('Alice', 'DELEGATED', { delegate: 'Dan <b>' })).toMatchObject({ status: 503 });
    people.rehearsal.restore(people.sendingTo('Dan'));
    expect(await people.decide('Alice', 'DELEGATED', { delegate: 'Dan <b>' })).toMatchObject({ status: 200 });
    expect(people.messages('Dan <b>')).toHaveLength(1);
  });

  test('reminders go to the delegate then', async () => {
    const people = delegating();
    await people.start();
    await people.decide('Alice', 'DELEGATED', { delegate: 'Eve' });
    await people.rehearsal.advance(Duration.days(1).toMilliseconds());
    expect(people.messages('Alice').map(({ kind }) => kind)).toEqual(['ASKED']);
    expect(people.messages('Eve').map(({ kind }) => kind)).toEqual(['DELEGATED', 'REMINDER']);
    expect(people.messages('Dan <b>')).toEqual([]);
  });

  test('handing over and deciding in the same moment: one vote', async () => {
    const people = delegating();
    const execution = await people.start();
    await Promise.all([people.decide('Alice', 'APPROVED'), people.decide('Alice', 'DELEGATED', { delegate: 'Eve' })]);
    if (people.messages('Eve').length > 0) await people.decide('Eve', 'REJECTED');
    expect(Object.keys(people.items('gate#')[0].votes as object)).toEqual(['Alice']);
    expect(execution.status).toBe('RUNNING');
  });
});

describe('callers that the API tells apart', () => {
  test('by IAM: the approver is whom the link is for, and nobody else', async () => {
    const shared = (stack: Stack) => ApprovalChannel.queue(new sqs.Queue(stack, 'Queue of all'));
    const people = approvalApp([], (stack) => {
      const channel = shared(stack);
      return {
        service: new ApprovalService(stack, 'Approvals', { api: { authorization: ApiAuthorization.iam() } }),
        quorum: 2,
        approvers: [
          Approver.channel('all', channel, { principal: 'arn:aws:iam::111122223333:user/alice' }),
          Approver.channel('Ops', channel, { principal: 'arn:aws:sts::111122223333:assumed-role/Ops/*' }),
        ],
      };
    });
    const execution = await people.start();
    const [alice, ops] = people.messages('all').map(({ link }) => `/${link.split('/').at(-1)}`);
    const as = (userArn: string) => ({ ...json({ decision: 'APPROVED' }), credentials: { userArn } });
    expect(await people.send(alice, as('arn:aws:iam::111122223333:user/alice2'))).toMatchObject({
      status: 403,
      body: { result: 'NOT_YOURS' },
    });
    expect(await people.send(ops, as('arn:aws:iam::111122223333:user/alice'))).toMatchObject({ status: 403 });
    expect(await people.send(ops, as('arn:aws:sts::111122223333:assumed-role/Ops2/x'))).toMatchObject({ status: 403 });
    expect(execution.status).toBe('RUNNING');
    expect(people.items('gate#')[0].votes).toEqual({});
    await people.send(alice, as('arn:aws:iam::111122223333:user/alice'));
    await people.send(ops, as('arn:aws:sts::111122223333:assumed-role/Ops/dave'));
    expect(execution.run.output).toMatchObject({
      approval: {
        decisions: [
          { approver: 'all', identity: 'IAM arn:aws:iam::111122223333:user/alice' },
          { approver: 'Ops', identity: 'IAM arn:aws:sts::111122223333:assumed-role/Ops/dave' },
        ],
      },
    });
  });

  test('by a user pool: by the sub', async () => {
    const people = approvalApp([], (stack) => ({
      service: new ApprovalService(stack, 'Approvals', {
        api: { authorization: ApiAuthorization.cognito(new cognito.UserPool(stack, 'Users')) },
      }),
      approvers: [queueApprover(stack, 'Alice', { principal: 'sub-1' })],
    }));
    const execution = await people.start();
    const as = (sub: string) => ({ ...json({ decision: 'APPROVED' }), credentials: { claims: { sub } } });
    expect(await people.send(people.linkOf('Alice'), as('sub-2'))).toMatchObject({ status: 403 });
    expect(await people.send(people.linkOf('Alice'), { ...as(''), credentials: 'none' })).toMatchObject({
      status: 401,
    });
    expect(execution.status).toBe('RUNNING');
    expect(await people.send(people.linkOf('Alice'), as('sub-1'))).toMatchObject({ status: 200 });
    expect(execution.status).toBe('SUCCEEDED');
  });
});

describe('secrets', () => {
  test('no token in a message, a link, an answer, a cause or the template; none in the logs of the service', async () => {
    const people = approvalApp([], (stack) => ({
      quorum: 2,
      reminders: { every: Duration.days(1), atMost: 1 },
      approvers: [
        queueApprover(stack, 'Alice', { delegates: [queueApprover(stack, 'Dan')] }),
        queueApprover(stack, 'Bob'),
      ],
    }));
    const execution = await people.start();
    const tokens = [execution.waitingTasks[0].taskToken];
    const seen: unknown[] = [await people.look('Alice')];
    seen.push(await people.decide('Alice', 'DELEGATED', { delegate: 'Dan' }));
    await people.rehearsal.advance(Duration.days(1).toMilliseconds());
    tokens.push(execution.waitingTasks[0].taskToken);
    const { secret } = people.items('gate#')[0];
    seen.push(await people.look('Dan'), await people.decide('Dan', 'APPROVED'), await people.decide('Bob', 'APPROVED'));
    seen.push(['Alice', 'Bob', 'Dan'].map((name) => people.messages(name)));
    seen.push(
      ['Alice', 'Bob', 'Dan'].map((name) => people.itemOf(name)),
      people.items('decision#'),
      people.items('delegation#'),
    );
    seen.push(people.rehearsal.executions().map(({ run: { error, cause, output } }) => ({ error, cause, output })));
    for (const hidden of [...tokens, String(secret)]) {
      expect(JSON.stringify(seen)).not.toContain(hidden);
      expect(JSON.stringify(seen)).not.toContain(encodeURIComponent(hidden));
    }
    for (const { Properties } of Object.values(
      Template.fromStack(people.stack).findResources('AWS::StepFunctions::StateMachine'),
    )) {
      expect(Properties.LoggingConfiguration).toMatchObject({ IncludeExecutionData: false });
    }
  });
});
