import { App, CfnParameter, Duration, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  BusAccess,
  BusForwarder,
  EventMatch,
  EventRoute,
  EventRoutedWorkflow,
  EventRouter,
  RouteTarget,
  WorkflowBus,
} from '../../src';
import { Rehearsal } from '../../src/testing';
import { ORDERS, placed, RECEIVER, REGION, SENDER, twoAccounts } from './two-accounts';

const CENTRAL = `arn:aws:events:${REGION}:${RECEIVER}:event-bus/central`;

describe('from account to account', () => {
  test('an event arrives as it was sent and starts the workflow', async () => {
    const { app, orders, central, routed } = twoAccounts();
    const rehearsal = Rehearsal.ofApp(app);
    const [event] = await rehearsal.putEvents([placed(orders.bus)]);
    expect(event).toMatchObject({ account: SENDER, region: REGION });
    expect(rehearsal.executions(routed.stateMachine).map(({ input, status }) => ({ input, status }))).toEqual([
      { input: event, status: 'SUCCEEDED' },
    ]);
    expect(rehearsal.events(central.bus)).toEqual([event]);
    expect([...rehearsal.deadLetters(), ...rehearsal.droppedEvents(), ...rehearsal.departedEvents()]).toEqual([]);
  });

  test('in another Region too, with another id and the place from which it came', async () => {
    const { app, orders, routed } = twoAccounts({ region: 'us-east-1' });
    const rehearsal = Rehearsal.ofApp(app);
    const [{ id, ...event }] = await rehearsal.putEvents([placed(orders.bus)]);
    const [{ input }] = rehearsal.executions(routed.stateMachine);
    expect(input).toMatchObject({ ...event, account: SENDER, region: REGION });
    expect((input as { id: string }).id).not.toBe(id);
  });

  test.each([
    ['another account', [BusAccess.account('999999999999', { sources: ORDERS.source })]],
    ['another source', [BusAccess.account(SENDER, { sources: ['com.example.returns'] })]],
    ['another detail-type', [BusAccess.account(SENDER, { ...sources(), detailTypes: ['Order Lost'] })]],
  ])('an event of which %s is admitted goes to the dead-letter queue', async (_, access) => {
    const { app, orders, forward } = twoAccounts({ access });
    const rehearsal = Rehearsal.ofApp(app);
    const [event] = await rehearsal.putEvents([placed(orders.bus)]);
    expect(rehearsal.executions()).toEqual([]);
    expect(rehearsal.deadLetters()).toEqual([
      {
        queue: expect.stringContaining('ToCentral'),
        body: event,
        attributes: expect.objectContaining({ ERROR_CODE: 'NO_PERMISSIONS', TARGET_ARN: CENTRAL, RETRY_ATTEMPTS: '0' }),
      },
    ]);
    expect(rehearsal.messages(forward.deadLetterQueue)).toEqual([event]);
  });

  test.each<[string, BusAccess[], number]>([
    ['nobody but another account', [BusAccess.account('999999999999', { sources: ORDERS.source })], 1],
    ['another source', [BusAccess.account(SENDER, { sources: ['com.example.returns'] })], 1],
    ['another detail-type', [BusAccess.account(SENDER, { ...sources(), detailTypes: ['Order Lost'] })], 1],
    ['the source', [BusAccess.account(SENDER, sources())], 0],
    ['the source among others', [BusAccess.account(SENDER, { sources: ['a', ...ORDERS.source] })], 0],
    ['an organization', [BusAccess.organization('o-exampleorgid', sources())], 0],
    ['an account that only the deployment knows', [BusAccess.account(Fn.importValue('Sender'), sources())], 0],
  ])('at synthesis there is a warning where the bus surely admits nothing: %s', (_, access, warnings) => {
    const { sender } = twoAccounts({ access });
    const found = Annotations.fromStack(sender).findWarning(
      '/Orders/ToCentral',
      Match.stringLikeRegexp(
        "targetBus, Central/Bus/Bus/Resource, admits nothing .* from account 111122223333.*BusAccess.account\\('1",
      ),
    );
    expect(found).toHaveLength(warnings);
  });

  test('a statement of the older form, written beside the bus, admits as well', () => {
    const app = new App();
    const receiver = new Stack(app, 'Central', { env: { account: RECEIVER, region: REGION } });
    const { bus } = new WorkflowBus(receiver, 'Bus');
    const sender = new Stack(app, 'Orders', { env: { account: SENDER, region: REGION } });
    new BusForwarder(sender, 'ToCentral', { targetBus: bus, route: EventRoute.of(ORDERS) });
    const { eventBusName } = bus;
    new events.CfnEventBusPolicy(receiver, 'Policy', { eventBusName, statementId: 'Old', principal: SENDER });
    expect(Annotations.fromStack(sender).findWarning('*', Match.stringLikeRegexp('admits nothing'))).toEqual([]);
  });

  test('the organization of an account of the app is taken to be the one that is asked for', async () => {
    const { app, orders } = twoAccounts({ access: [BusAccess.organization('o-exampleorgid', sources())] });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([placed(orders.bus)]);
    expect(rehearsal.executions()).toHaveLength(1);
  });

  test('nothing but what the route names is forwarded, and no replay', async () => {
    const { app, orders, central } = twoAccounts();
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([{ ...placed(orders.bus), detailType: 'Order Lost' }, placed()]);
    expect(rehearsal.events(central.bus)).toEqual([]);
  });
});

function sources() {
  return { sources: ORDERS.source };
}

describe('each side alone', () => {
  test('the sending side tells what left the app', async () => {
    const { app, stack, orders } = sendingTo(CENTRAL);
    const rehearsal = Rehearsal.ofApp(app);
    const [event] = await rehearsal.putEvents([placed(orders.bus)]);
    expect(rehearsal.departedEvents()).toEqual([
      { event, bus: CENTRAL, sentBy: expect.stringMatching(/^arn:aws:events:eu-west-1:111122223333:rule\/Orders/) },
    ]);
    expect(rehearsal.deadLetters()).toEqual([]);
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['com.example.orders'],
        'detail-type': ['Order Placed'],
        account: [SENDER],
        region: [REGION],
        'replay-name': [{ exists: false }],
      },
      Targets: [
        {
          Arn: CENTRAL,
          RoleArn: Match.anyValue(),
          DeadLetterConfig: Match.anyValue(),
          RetryPolicy: Match.absent(),
          InputTransformer: Match.absent(),
        },
      ],
    });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        { PolicyDocument: { Statement: [{ Action: 'events:PutEvents', Effect: 'Allow', Resource: CENTRAL }] } },
      ],
    });
  });

  test('the sending side may know the other one by a parameter', async () => {
    const app = new App();
    const stack = new Stack(app, 'Orders');
    const { valueAsString } = new CfnParameter(stack, 'Target', { default: CENTRAL });
    const targetBus = events.EventBus.fromEventBusArn(stack, 'Bus', valueAsString);
    new BusForwarder(stack, 'Forward', { targetBus, route: EventRoute.of(ORDERS) });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([placed()]);
    expect(rehearsal.departedEvents().map(({ bus }) => bus)).toEqual([CENTRAL]);
  });

  test('the receiving side is rehearsed with a sender of another account', async () => {
    const { app, central, routed } = twoAccounts();
    const rehearsal = Rehearsal.ofApp(app);
    const [event] = await rehearsal.putEvents([placed(central.bus)], { account: SENDER });
    expect(event.account).toBe(SENDER);
    expect(rehearsal.executions(routed.stateMachine)).toHaveLength(1);
  });
});

function sendingTo(arn: string) {
  const app = new App();
  const stack = new Stack(app, 'Orders', { env: { account: SENDER, region: REGION } });
  const orders = new WorkflowBus(stack, 'Bus');
  const forward = new BusForwarder(stack, 'Forward', {
    sourceBus: orders.bus,
    targetBus: events.EventBus.fromEventBusArn(stack, 'Target', arn),
    route: EventRoute.of(ORDERS),
  });
  return { app, stack, orders, forward };
}

describe('within one account', () => {
  const buses = () => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: { account: SENDER, region: REGION } });
    const [first, second, third] = ['First', 'Second', 'Third'].map((id) => new WorkflowBus(stack, id).bus);
    const forward = (id: string, sourceBus: events.IEventBus, targetBus: events.IEventBus, route = ORDERS) =>
      new BusForwarder(stack, id, { sourceBus, targetBus, route: EventRoute.of(route) });
    return { app, stack, first, second, third, forward };
  };

  test('an event goes from a bucket over the default bus to a bus of the own, and starts a workflow there', async () => {
    const { app, stack, first } = buses();
    const bucket = new s3.CfnBucket(stack, 'Uploads', {
      notificationConfiguration: { eventBridgeConfiguration: { eventBridgeEnabled: true } },
    });
    const route = EventRoute.of({
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: bucket.ref } },
    });
    new BusForwarder(stack, 'Uploaded', { route, targetBus: first });
    const { stateMachine } = new EventRoutedWorkflow(stack, 'Scan', {
      bus: first,
      routes: [route],
      definition: new sfn.Pass(stack, 'Look'),
    });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.uploadObject({ bucketName: bucket.ref } as s3.IBucket, 'in/a.csv', 'a,b');
    expect(rehearsal.executions(stateMachine).map(({ input }) => input)).toMatchObject([
      { source: 'aws.s3', detail: { object: { key: 'in/a.csv' } } },
    ]);
  });

  test("events of a partner go from the partner's bus to a bus of the own", async () => {
    const { app, stack, first } = buses();
    const eventSourceName = 'aws.partner/example.com/1234/orders';
    const partner = new events.EventBus(stack, 'Partner', { eventSourceName });
    const route = EventRoute.of({
      source: [EventMatch.prefix('aws.partner/example.com/')],
      detailType: ['Order Placed'],
    });
    new BusForwarder(stack, 'FromPartner', { sourceBus: partner, targetBus: first, route });
    const rehearsal = Rehearsal.ofApp(app);
    const sent = await rehearsal.putEvents([{ ...placed(partner), source: eventSourceName }, placed(partner)]);
    expect(rehearsal.events(first)).toEqual([sent[0]]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('two that send the same events on are refused, and both are named', () => {
    const { app, first, second, third, forward } = buses();
    forward('A', first, second);
    forward('B', second, third);
    expect(() => Rehearsal.ofApp(app)).toThrow(
      /targetBus must not be a bus from which Shop\/B sends the same events on, .* once within a Region.* \[at Shop\/A\]/,
    );
  });

  test('two in a circle are refused', () => {
    const { app, first, second, forward } = buses();
    forward('A', first, second);
    forward('B', second, first);
    expect(() => Rehearsal.ofApp(app)).toThrow('from which Shop/B sends');
  });

  test('a router that sends on what a forwarder sent is refused, and so is the other way round', () => {
    const { app, stack, first, second, third, forward } = buses();
    forward('A', first, second);
    new EventRouter(stack, 'Router', { bus: second }).addRoute('OnSomewhere', {
      route: EventRoute.of(ORDERS),
      targets: [RouteTarget.bus(third)],
    });
    forward('C', third, first);
    expect(() => Rehearsal.ofApp(app)).toThrow(
      /targetBus must not be a bus from which Shop\/Router\/\S+ sends .* \[at Shop\/A\][\s\S]*targets\[0\] must not be a bus from which Shop\/C sends/,
    );
  });

  test('a router whose route names other accounts sends on what comes from there', () => {
    const { app, stack, first, second, third, forward } = buses();
    forward('A', first, second);
    new EventRouter(stack, 'Router', { bus: second }).addRoute('OnSomewhere', {
      route: EventRoute.of({ ...ORDERS, account: ['444455556666'] }),
      targets: [RouteTarget.bus(third)],
    });
    expect(() => Rehearsal.ofApp(app)).not.toThrow();
  });

  test('a bus given by its name or ARN is the same bus', () => {
    const { app, stack, first, third, forward } = buses();
    forward('A', first, events.EventBus.fromEventBusName(stack, 'Named', 'named'));
    const arn = `arn:aws:events:${REGION}:${SENDER}:event-bus/named`;
    forward('B', events.EventBus.fromEventBusArn(stack, 'ByArn', arn), third);
    expect(() => Rehearsal.ofApp(app)).toThrow('from which Shop/B sends');
  });

  test.each([
    ['of other sources', { ...ORDERS, source: ['com.example.returns'] }],
    ['of other types', { ...ORDERS, detailType: ['Order Lost'] }],
  ])('two that send on events %s are two hops of nothing', (_, route) => {
    const { app, first, second, third, forward } = buses();
    forward('A', first, second);
    forward('B', second, third, route);
    expect(() => Rehearsal.ofApp(app)).not.toThrow();
  });

  test('a second one to another Region is let, and delivers', async () => {
    const { app, first, second, forward } = buses();
    const elsewhere = new Stack(app, 'Elsewhere', { env: { account: SENDER, region: 'us-east-1' } });
    const far = new WorkflowBus(elsewhere, 'Far').bus;
    forward('A', first, second);
    forward('B', second, far);
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([placed(first)]);
    expect(rehearsal.events(far)).toHaveLength(1);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('a second one does not take what came from another Region, so it is let', async () => {
    const { app, first, second, forward } = buses();
    const elsewhere = new Stack(app, 'Elsewhere', { env: { account: SENDER, region: 'us-east-1' } });
    const far = new WorkflowBus(elsewhere, 'Far').bus;
    new BusForwarder(elsewhere, 'Near', { sourceBus: far, targetBus: first, route: EventRoute.of(ORDERS) });
    forward('B', first, second);
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([placed(far)]);
    expect([rehearsal.events(first).length, rehearsal.events(second).length]).toEqual([1, 0]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('with a pattern that may match the same, two are refused', () => {
    const { app, first, second, third, forward } = buses();
    forward('A', first, second);
    forward('B', second, third, { ...ORDERS, source: [EventMatch.prefix('com.example.')] });
    expect(() => Rehearsal.ofApp(app)).toThrow('from which Shop/B sends');
  });
});

describe('over two hops', () => {
  const chain = (regions: readonly string[], account = SENDER) => {
    const app = new App();
    const stacks = regions.map((region, index) => new Stack(app, `S${index}`, { env: { account, region } }));
    const buses = stacks.map((stack) => new WorkflowBus(stack, 'Bus').bus);
    const queue = (stack: Stack) => new sqs.Queue(stack, 'Dead');
    // By hand, without what a BusForwarder says of the account and Region.
    buses.slice(1).forEach((target, index) => {
      const stack = stacks[index];
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') });
      role.addToPolicy(new iam.PolicyStatement({ actions: ['events:PutEvents'], resources: ['*'] }));
      const dead = queue(stack);
      dead.grantSendMessages(new iam.ServicePrincipal('events.amazonaws.com'));
      new events.Rule(stack, 'Rule', {
        eventBus: buses[index],
        eventPattern: { source: ['com.example.orders'] },
        targets: [{ bind: () => ({ arn: target.eventBusArn, role, deadLetterConfig: { arn: dead.queueArn } }) }],
      });
    });
    return { app, buses };
  };

  test.each([
    ['a regional one after a local one', ['eu-west-1', 'eu-west-1', 'us-east-1'], undefined],
    ['a local one after a regional one', ['eu-west-1', 'us-east-1', 'us-east-1'], undefined],
    ['a second local one', ['eu-west-1', 'eu-west-1', 'eu-west-1'], 'THIRD_ACCOUNT_HOP_DETECTED'],
    ['a second regional one', ['eu-west-1', 'us-east-1', 'ap-south-1'], 'THIRD_REGION_HOP_DETECTED'],
    ['the way back', ['eu-west-1', 'us-east-1', 'eu-west-1'], 'THIRD_REGION_HOP_DETECTED'],
  ])('%s', async (_, regions, errorCode) => {
    const { app, buses } = chain(regions);
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([placed(buses[0])]);
    expect(rehearsal.events(buses[1])).toHaveLength(1);
    expect(rehearsal.events(buses[2])).toHaveLength(errorCode ? 0 : 1);
    expect(rehearsal.deadLetters().map(({ attributes }) => attributes.ERROR_CODE)).toEqual(
      errorCode ? [errorCode] : [],
    );
  });
});

test('a forwarder does not send on what came from another account or Region', async () => {
  const { app, receiver, central } = twoAccounts();
  const onward = new WorkflowBus(receiver, 'Onward');
  new BusForwarder(receiver, 'Further', {
    sourceBus: central.bus,
    targetBus: onward.bus,
    route: EventRoute.of(ORDERS),
  });
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.putEvents([placed(central.bus)], { account: SENDER });
  expect(rehearsal.events(onward.bus)).toEqual([]);
  expect(rehearsal.deadLetters()).toEqual([]);
  await rehearsal.putEvents([placed(central.bus)]);
  expect(rehearsal.events(onward.bus)).toHaveLength(1);
});

test('what the target bus does not take for a while is tried again', async () => {
  const { app, orders, central, routed } = twoAccounts();
  const rehearsal = Rehearsal.ofApp(app);
  rehearsal.outage(central.bus.eventBusArn, Duration.hours(2));
  await rehearsal.putEvents([placed(orders.bus)]);
  await rehearsal.advance(Duration.hours(3));
  expect(rehearsal.executions(routed.stateMachine)).toHaveLength(1);
});

test('alarms ring for what did not arrive, unless they are not wanted', () => {
  const { forward } = twoAccounts();
  expect(forward.alarms).toHaveLength(3);
  expect(twoAccounts({ forwarder: () => ({ alarms: false }) }).forward.alarms).toEqual([]);
  const own = twoAccounts({ forwarder: (stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Dead') }) });
  expect(own.forward.alarms).toHaveLength(2);
});

describe('refused', () => {
  test.each([
    [
      'its own bus',
      (stack: Stack) => ({ targetBus: events.EventBus.fromEventBusName(stack, 'D', 'default') }),
      'another bus',
    ],
    [
      'a source elsewhere',
      (stack: Stack) => ({ sourceBus: events.EventBus.fromEventBusArn(stack, 'E', CENTRAL) }),
      `sourceBus must be in the account and Region of its rule, received one in ${RECEIVER}/${REGION}`,
    ],
    [
      'an account in the route',
      () => ({ route: EventRoute.of({ ...ORDERS, account: [RECEIVER] }) }),
      'route must not name the account of the events',
    ],
    [
      'a Region in an alternative',
      () => ({ route: EventRoute.of({ ...ORDERS, anyOf: [{ region: ['a'] }, { resources: ['b'] }] }) }),
      'route must not name the region of the events',
    ],
    [
      'another partition',
      (stack: Stack) => ({
        targetBus: events.EventBus.fromEventBusArn(stack, 'C', `arn:aws-cn:events:cn-north-1:${RECEIVER}:event-bus/x`),
      }),
      'targetBus must be in the partition of eu-west-1, received a bus in cn-north-1',
    ],
  ])('%s', (_, forwarder, message) => {
    const stack = new Stack(new App(), 'Shop', { env: { account: SENDER, region: REGION } });
    const props = { targetBus: events.EventBus.fromEventBusArn(stack, 'T', CENTRAL), route: EventRoute.of(ORDERS) };
    expect(() => new BusForwarder(stack, 'Forward', { ...props, ...forwarder(stack) })).toThrow(
      new RegExp(`${message}.*\\[at Shop/Forward\\]`),
    );
  });
});
