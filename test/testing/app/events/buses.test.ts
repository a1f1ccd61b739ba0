import { App, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Workflow } from '../../../../src';
import { Rehearsal } from '../../../../src/testing';

const HERE = '111122223333';
const THERE = '444455556666';
const EVENTS = new iam.ServicePrincipal('events.amazonaws.com');

/** A bus in each of two accounts. */
function twoBuses() {
  const app = new App();
  const [here, there] = [HERE, THERE].map(
    (account, index) => new Stack(app, `S${index}`, { env: { account, region: 'eu-west-1' } }),
  );
  const own = new events.EventBus(here, 'Own', { eventBusName: 'own' });
  const other = new events.EventBus(there, 'Other', { eventBusName: 'other' });
  const admit = (statement: object) =>
    new events.CfnEventBusPolicy(there, `P${there.node.children.length}`, {
      eventBusName: other.eventBusName,
      statementId: 'Admit',
      statement: { Effect: 'Allow', Action: 'events:PutEvents', Resource: other.eventBusArn, ...statement },
    });
  return { app, here, there, own, other, admit };
}

/** A rule that sends on, with a dead-letter queue. */
function sending(stack: Stack, target: string, role?: iam.IRole, eventBus?: events.IEventBus) {
  const dead = new sqs.Queue(stack, 'Dead');
  dead.grantSendMessages(EVENTS);
  const bind = () => ({ arn: target, role, deadLetterConfig: { arn: dead.queueArn } });
  new events.Rule(stack, 'Send', { eventBus, eventPattern: { source: ['shop'] }, targets: [{ bind }] });
}

function roleFor(stack: Stack, actions = ['events:PutEvents'], assumedBy = EVENTS) {
  const role = new iam.Role(stack, 'Role', { assumedBy });
  role.addToPolicy(new iam.PolicyStatement({ actions, resources: ['*'] }));
  return role;
}

const ORDER = { source: 'shop', detailType: 'Order Placed', detail: {} };
const ADMITTED = { Principal: { AWS: `arn:aws:iam::${HERE}:root` } };

const source = (key: string, value: string) => ({ Condition: { StringEquals: { [key]: value } } });

async function outcomeOf(app: App, bus: events.IEventBus, target: events.IEventBus) {
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.putEvents([{ ...ORDER, bus }]);
  const codes = rehearsal.deadLetters().map(({ attributes }) => attributes.ERROR_CODE);
  return codes.length > 0 ? codes : rehearsal.events(target).length;
}

describe('an event for a bus of another account', () => {
  test.each<[string, object[], string[] | number]>([
    ['that admits nobody', [], ['NO_PERMISSIONS']],
    ['that admits the account', [ADMITTED], 1],
    ['that admits the account by its number', [{ Principal: { AWS: HERE } }], 1],
    ['that admits everybody', [{ Principal: '*' }], 1],
    ['that admits another account', [{ Principal: { AWS: `arn:aws:iam::${THERE}:root` } }], ['NO_PERMISSIONS']],
    ['that admits something else', [{ ...ADMITTED, Action: 'events:PutRule' }], ['NO_PERMISSIONS']],
    ['that admits events of rules', [{ ...ADMITTED, Condition: { Bool: { 'events:eventBusInvocation': 'true' } } }], 1],
    [
      'that admits a rule by its ARN',
      [{ ...ADMITTED, Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:events:*:${HERE}:rule/own/*` } } }],
      1,
    ],
    [
      'that admits another rule',
      [{ ...ADMITTED, Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:events:*:${HERE}:rule/else/*` } } }],
      ['NO_PERMISSIONS'],
    ],
    ['that admits a source, however its key is written', [{ ...ADMITTED, ...source('Events:Source', 'shop') }], 1],
    ['that admits another source', [{ ...ADMITTED, ...source('EVENTS:SOURCE', 'bank') }], ['NO_PERMISSIONS']],
    ['that asks for what no event has', [{ ...ADMITTED, ...source('events:sources', 'shop') }], ['NO_PERMISSIONS']],
    [
      'that asks for it where it is there only',
      [{ ...ADMITTED, Condition: { StringEqualsIfExists: { 'events:sources': 'shop' } } }],
      1,
    ],
    ['that forbids what it admits', [ADMITTED, { ...ADMITTED, Effect: 'Deny' }], ['NO_PERMISSIONS']],
    [
      'that forbids other sources',
      [
        ADMITTED,
        { Effect: 'Deny', Principal: '*', Condition: { StringNotEquals: { 'events:source': ['shop', 'bank'] } } },
      ],
      1,
    ],
    [
      'that forbids the source by exclusion',
      [ADMITTED, { Effect: 'Deny', Principal: '*', Condition: { StringNotEquals: { 'events:source': 'bank' } } }],
      ['NO_PERMISSIONS'],
    ],
  ])('%s', async (_, statements, expected) => {
    const { app, here, own, other, admit } = twoBuses();
    for (const statement of statements) admit(statement);
    sending(here, other.eventBusArn, roleFor(here), own);
    expect(await outcomeOf(app, own, other)).toEqual(expected);
  });

  test.each(['aws:principalorgid', 'aws:PrincipalOrgPaths'])(
    'of somebody outside is not admitted by %s',
    async (key) => {
      const { app, other, admit } = twoBuses();
      admit({ Principal: '*', Condition: { StringLike: { [key]: 'o-exampleorgid*' } } });
      const put = Rehearsal.ofApp(app).putEvents([{ ...ORDER, bus: other }], { account: '999999999999' });
      await expect(put).rejects.toThrow('AccessDeniedException');
    },
  );

  test('whose policy stands in the bus, or is of the older form', async () => {
    for (const older of [true, false]) {
      const { app, here, there, own, other } = twoBuses();
      if (older) {
        new events.CfnEventBusPolicy(there, 'P', {
          eventBusName: 'other',
          statementId: 'x',
          action: 'events:PutEvents',
          principal: '*',
          condition: { type: 'StringEquals', key: 'aws:PrincipalOrgID', value: 'o-exampleorgid' },
        });
      } else {
        const Statement = [{ Effect: 'Allow', Action: 'events:*', Resource: '*', ...ADMITTED }];
        (other.node.defaultChild as events.CfnEventBus).policy = { Statement };
      }
      sending(here, other.eventBusArn, roleFor(here), own);
      expect(await outcomeOf(app, own, other)).toBe(1);
    }
  });

  test('needs a role that may put events, in the own account, too', async () => {
    for (const isOwn of [true, false]) {
      const { app, here, own, other, admit } = twoBuses();
      admit(ADMITTED);
      const third = new events.EventBus(here, 'Third', { eventBusName: 'third' });
      const target = isOwn ? third : other;
      sending(here, target.eventBusArn, roleFor(here, ['events:PutRule']), own);
      expect(await outcomeOf(app, own, target)).toEqual(['NO_PERMISSIONS']);
    }
  });

  test('needs a role that EventBridge may assume', async () => {
    const { app, here, own, other, admit } = twoBuses();
    admit(ADMITTED);
    const role = roleFor(here, ['events:PutEvents'], new iam.ServicePrincipal('lambda.amazonaws.com'));
    sending(here, other.eventBusArn, role, own);
    expect(await outcomeOf(app, own, other)).toEqual(['FAILED_TO_ASSUME_ROLE']);
  });

  test('from the default bus, to the default bus', async () => {
    const { app, here, there } = twoBuses();
    const target = `arn:aws:events:eu-west-1:${THERE}:event-bus/default`;
    sending(here, target, roleFor(here));
    new events.CfnEventBusPolicy(there, 'P', {
      statementId: 'x',
      statement: { Effect: 'Allow', Action: 'events:PutEvents', Resource: target, ...ADMITTED },
    });
    const rehearsal = Rehearsal.ofApp(app);
    const sent = await rehearsal.putEvents([{ ...ORDER, bus: `arn:aws:events:eu-west-1:${HERE}:event-bus/default` }]);
    expect(rehearsal.events(target)).toEqual(sent);
  });
});

describe('a workflow that puts events', () => {
  const putting = (bus: string, admits: boolean) => {
    const { app, here, admit } = twoBuses();
    if (admits) admit(ADMITTED);
    const entry = { Source: 'shop', DetailType: 'Told', Detail: {}, EventBusName: bus };
    const task = new sfn.CustomState(here, 'Tell', {
      stateJson: { Type: 'Task', Resource: 'arn:aws:states:::events:putEvents', Parameters: { Entries: [entry] } },
    });
    const machine = new sfn.StateMachine(here, 'M', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
    return { rehearsal: Rehearsal.ofApp(app), machine };
  };

  test('on a bus of another account needs to be admitted', async () => {
    const bus = `arn:aws:events:eu-west-1:${THERE}:event-bus/other`;
    const closed = putting(bus, false);
    const { run } = await closed.rehearsal.start(closed.machine);
    expect(run).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('is not authorized to perform') });
    expect(closed.rehearsal.events(bus)).toEqual([]);
    const open = putting(bus, true);
    await open.rehearsal.start(open.machine);
    expect(open.rehearsal.events(bus)).toMatchObject([{ account: HERE }]);
    expect(open.rehearsal.departedEvents()).toEqual([]);
  });

  test('on a bus that is not in the app tells that they left', async () => {
    const bus = 'arn:aws:events:eu-west-1:999999999999:event-bus/far';
    const { rehearsal, machine } = putting(bus, false);
    const { arn } = await rehearsal.start(machine);
    expect(rehearsal.departedEvents()).toMatchObject([{ bus, sentBy: arn, event: { source: 'shop' } }]);
  });
});

test('the same stack in two accounts and two Regions is three of everything', async () => {
  const app = new App();
  const all = [
    [HERE, 'eu-west-1'],
    [THERE, 'eu-west-1'],
    [HERE, 'us-east-1'],
  ].map(([account, region], index) => {
    const stack = new Stack(app, `Shop${index}`, { env: { account, region } });
    const bus = new events.EventBus(stack, 'Bus', { eventBusName: 'shop' });
    const [queue, topic] = [new sqs.Queue(stack, 'Queue'), new sns.Topic(stack, 'Topic')];
    const { stateMachine } = new Workflow(stack, 'Fulfil', { definition: new sfn.Pass(stack, 'Done') });
    const each = [new targets.SqsQueue(queue), new targets.SnsTopic(topic), new targets.SfnStateMachine(stateMachine)];
    new events.Rule(stack, 'Rule', { eventBus: bus, eventPattern: { source: ['shop'] }, targets: each });
    return { bus, queue, topic, stateMachine };
  });
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.putEvents([{ ...ORDER, bus: all[1].bus }]);
  await rehearsal.putEvents([{ ...ORDER, bus: all[2].bus }]);
  await rehearsal.putEvents([{ ...ORDER, bus: all[2].bus }]);
  const counts = all.map(({ bus, queue, topic, stateMachine }) =>
    [
      rehearsal.events(bus),
      rehearsal.messages(queue),
      rehearsal.messages(topic),
      rehearsal.executions(stateMachine),
    ].map(({ length }) => length),
  );
  expect(counts).toEqual([Array(4).fill(0), Array(4).fill(1), Array(4).fill(2)]);
});

test('a name without an ARN is that of the bus of the sender, where there is one', async () => {
  const { app } = twoBuses();
  const rehearsal = Rehearsal.ofApp(app);
  const [here] = await rehearsal.putEvents([ORDER]);
  const [there] = await rehearsal.putEvents([ORDER], { account: THERE });
  expect([here.account, there.account]).toEqual([HERE, THERE]);
  expect(rehearsal.events(`arn:aws:events:eu-west-1:${THERE}:event-bus/default`)).toEqual([there]);
});

test("a partner's bus is known by the rules on it, and events come over it", async () => {
  const { app, here } = twoBuses();
  const name = 'aws.partner/example.com/1234/orders';
  const partner = events.EventBus.fromEventBusName(here, 'Partner', name);
  const queue = new sqs.Queue(here, 'Queue');
  queue.grantSendMessages(EVENTS);
  new events.Rule(here, 'Rule', {
    eventBus: partner,
    eventPattern: { source: [name] },
    targets: [{ bind: () => ({ arn: queue.queueArn }) }],
  });
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.putEvents([{ ...ORDER, source: name, bus: partner }]);
  expect(rehearsal.messages(queue)).toMatchObject([{ source: name }]);
});

describe('refused', () => {
  test('is the own bus as a target, and a role of another account', async () => {
    const itself = twoBuses();
    sending(itself.here, itself.own.eventBusArn, roleFor(itself.here), itself.own);
    await expect(outcomeOf(itself.app, itself.own, itself.own)).rejects.toThrow(
      /EventBridge refuses a target .* own bus/,
    );
    const foreign = twoBuses();
    const role = iam.Role.fromRoleArn(foreign.here, 'R', `arn:aws:iam::${THERE}:role/r`);
    sending(foreign.here, foreign.other.eventBusArn, role, foreign.own);
    await expect(outcomeOf(foreign.app, foreign.own, foreign.other)).rejects.toThrow(
      /EventBridge refuses a target of the rule 'S0\/Send\w*': the role .* is of another account/,
    );
  });
});
