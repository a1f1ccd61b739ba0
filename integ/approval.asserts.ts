import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import {
  assertion,
  byEmulator,
  byInterpreter,
  type Deployment,
  loggedObjects,
  onlyOnAws,
  requestApi,
  runByRequest,
  startByRequest,
} from './assert';

/** What an approver is sent. */
interface Message {
  readonly approver: string;
  readonly kind: string;
  readonly title: string;
  readonly link: string;
}

/** What the API answers to somebody who decides. */
interface Decided {
  readonly result: string;
  readonly outcome?: string;
}

interface Vote {
  readonly decision: 'APPROVED' | 'REJECTED' | 'DELEGATED';
  readonly comment?: string;
  readonly delegate?: string;
}

const NO_SERVICES = 'its REST APIs call Lambda, SQS and HTTP only, neither DynamoDB nor Step Functions';

const DECIDED = byInterpreter(
  'task tokens, Lambda, DynamoDB; its engine takes no expression as time limit of a callback',
);

async function messages(app: Deployment): Promise<Message[]> {
  return (await loggedObjects(app.id('AWS::Logs::LogGroup', 'MessagesLogGroup'))) as Message[];
}

/** The next message to somebody under a title, other than those that are known. */
function asked(app: Deployment, approver: string, title: string, known: readonly Message[] = []): Promise<Message> {
  const isNew = (one: Message) => known.every(({ link }) => link !== one.link);
  return app.eventually(`a message to ${approver}`, async () =>
    (await messages(app)).find((one) => one.approver === approver && one.title === title && isNew(one)),
  );
}

/** What is sent to several people, one asked for after the other: logs are not to be read too often. */
async function askedOf(app: Deployment, approvers: readonly string[], title: string): Promise<Message[]> {
  const found: Message[] = [];
  for (const approver of approvers) found.push(await asked(app, approver, title));
  return found;
}

/** Decides by the workflow behind the page, which is started as the API starts it. */
function decide(app: Deployment, { link }: Pick<Message, 'link'>, vote: Vote): Promise<Decided> {
  return runByRequest(app.stateMachine('ApprovalServiceDecisions'), {
    id: link.split('/').at(-1),
    body: encodeURIComponent(JSON.stringify(vote)),
    form: false,
    identity: { type: 'LINK', principal: '', sourceIp: '192.0.2.1' },
  });
}

export default [
  assertion(
    'each approver is sent a link of his own',
    byEmulator('its engine with task tokens, Lambda with its log, DynamoDB'),
    async (app) => {
      await startByRequest(app.stateMachine('Release'), { version: '0.1' });
      const sent = await askedOf(app, ['Alice', 'Bob', 'Carol'], 'Release 0.1');

      deepEqual(new Set(sent.map(({ kind }) => kind)), new Set(['ASKED']));
      equal(new Set(sent.map(({ link }) => link)).size, 3);
      for (const { link } of sent) match(link, /^https:\/\/[^/]+\/[^/]+\/.*[0-9a-f]{64}$/);
    },
  ),
  assertion('a release waits until two of three have approved', DECIDED, async (app) => {
    const execution = await startByRequest(app.stateMachine('Release'), { version: '1.0' });
    const [alice, bob, carol] = await askedOf(app, ['Alice', 'Bob', 'Carol'], 'Release 1.0');
    equal(new Set([alice.link, bob.link, carol.link]).size, 3);

    const first = await decide(app, alice, { decision: 'APPROVED', comment: 'go' });
    deepEqual([first.result, first.outcome], ['RECORDED', undefined]);
    equal((await decide(app, alice, { decision: 'REJECTED' })).result, 'ALREADY_DECIDED');
    await app.calm();
    equal((await app.executions(app.stateMachine('Release')))[0].status, 'RUNNING');
    const second = await decide(app, bob, { decision: 'APPROVED' });
    deepEqual([second.result, second.outcome], ['RECORDED', 'APPROVED']);

    const { status, output } = await app.ended(execution);
    equal(status, 'SUCCEEDED');
    const { version, approval } = JSON.parse(output ?? '{}');
    deepEqual([version, approval.outcome], ['1.0', 'APPROVED']);
    const votes = approval.decisions as { approver: string; comment: string; identity: string }[];
    deepEqual(Object.fromEntries(votes.map(({ approver, comment }) => [approver, comment])), {
      Alice: 'go',
      Bob: '',
    });
    equal(votes[0].identity, `link of ${votes[0].approver}`);
    equal((await decide(app, carol, { decision: 'REJECTED' })).result, 'CLOSED');
  }),
  assertion('a release that two have rejected fails', DECIDED, async (app) => {
    const execution = await startByRequest(app.stateMachine('Release'), { version: '2.0' });
    for (const name of ['Alice', 'Carol']) {
      const { result } = await decide(app, await asked(app, name, 'Release 2.0'), { decision: 'REJECTED' });
      equal(result, 'RECORDED');
    }

    const { status, error } = await app.ended(execution);
    deepEqual([status, error], ['FAILED', 'Approval.Rejected']);
  }),
  assertion('an approver hands over to a delegate, who decides in his place', DECIDED, async (app) => {
    const execution = await startByRequest(app.stateMachine('Release'), { version: '3.0' });
    const alice = await asked(app, 'Alice', 'Release 3.0');
    const handed = await decide(app, alice, { decision: 'DELEGATED', delegate: 'Dan' });
    equal(handed.result, 'RECORDED');
    const dan = await asked(app, 'Dan', 'Release 3.0');
    equal(dan.kind, 'DELEGATED');
    equal((await decide(app, alice, { decision: 'APPROVED' })).result, 'SUPERSEDED');
    await decide(app, dan, { decision: 'APPROVED' });
    await decide(app, await asked(app, 'Bob', 'Release 3.0'), { decision: 'APPROVED' });

    const { status, output } = await app.ended(execution);
    equal(status, 'SUCCEEDED');
    const votes = JSON.parse(output ?? '{}').approval.decisions as { approver: string; delegate?: string }[];
    equal(votes.find(({ approver }) => approver === 'Alice')?.delegate, 'Dan');
  }),
  assertion('an order that is rejected is revised, and asked for again with a new link', DECIDED, async (app) => {
    const execution = await startByRequest(app.stateMachine('Orders'), { orderId: 'o-1' });
    const first = await asked(app, 'Alice', 'Manager');
    equal((await decide(app, first, { decision: 'REJECTED', comment: 'too dear' })).outcome, 'REJECTED');
    const second = await asked(app, 'Alice', 'Manager', [first]);
    notEqual(second.link, first.link);
    await decide(app, second, { decision: 'APPROVED' });

    const { status, output } = await app.ended(execution);
    equal(status, 'SUCCEEDED');
    deepEqual(JSON.parse(output ?? '{}').orderId, 'o-1');
    equal((await app.visited(execution)).includes('Revise'), true);
  }),
  assertion('a trip that is rejected is undone', DECIDED, async (app) => {
    const execution = await startByRequest(app.stateMachine('Trip'), { tripId: 't-1' });
    await decide(app, await asked(app, 'Alice', 'Trip approval'), { decision: 'REJECTED' });

    const { status, error } = await app.ended(execution);
    deepEqual([status, error], ['FAILED', 'Approval.Rejected']);
    equal((await app.visited(execution)).includes('Compensate Reserve'), true);
  }),
  assertion(
    'a link that is none is unknown, whatever it looks like',
    byInterpreter('DynamoDB; its engine ignores the Output of a Succeed state'),
    async (app) => {
      for (const link of [`/${'0'.repeat(64)}`, '/gate#1']) {
        deepEqual(await decide(app, { link }, { decision: 'APPROVED' }), { result: 'UNKNOWN', form: false });
      }
    },
  ),
  assertion(
    'a scanner that asks for HEAD is answered, and reaches nothing',
    byEmulator('methods of a REST API with MOCK integrations, from one OpenAPI document'),
    async (app) => {
      const [api, stage] = [app.id('AWS::ApiGateway::RestApi'), app.id('AWS::ApiGateway::Stage')];
      const path = `/${'0'.repeat(64)}`;

      // There is no such link: whoever looked it up would say so.
      const { status, body } = await requestApi({ api, stage, path, method: 'HEAD', signed: false });
      deepEqual([status, body], [200, '']);
    },
  ),
  assertion(
    'the page shows what is asked and decides nothing; a POST to it decides',
    onlyOnAws(NO_SERVICES),
    async (app) => {
      const execution = await startByRequest(app.stateMachine('Release'), { version: '4.0' });
      const [alice, bob] = await askedOf(app, ['Alice', 'Bob'], 'Release 4.0');
      for (const method of ['GET', 'HEAD', 'GET']) equal((await fetch(alice.link, { method })).status, 200);
      match(await (await fetch(alice.link)).text(), /Release 4\.0/);
      await app.calm();

      const post = async ({ link }: Message, type: string, body: string) => {
        const answer = await fetch(link, { method: 'POST', headers: { 'content-type': type }, body });
        return [answer.status, await answer.text()] as const;
      };
      const [status, text] = await post(alice, 'application/json', JSON.stringify({ decision: 'APPROVED' }));
      const { result, outcome = '' } = JSON.parse(text) as Decided;
      deepEqual([status, result, outcome], [200, 'RECORDED', '']);
      const [, page] = await post(bob, 'application/x-www-form-urlencoded', 'decision=APPROVED&comment=a+b%26c');
      match(page, /<html/);
      const { output } = await app.ended(execution);
      const votes = JSON.parse(output ?? '{}').approval.decisions as { approver: string; comment: string }[];
      equal(votes.find(({ approver }) => approver === 'Bob')?.comment, 'a b&c');
    },
  ),
];
