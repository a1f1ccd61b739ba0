import { App, Aws, CfnParameter, Duration, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import {
  BusArchive,
  EventReplay,
  EventRoute,
  EventRoutedWorkflow,
  WorkflowBus,
  type WorkflowBusProps,
} from '../../src';
import { Rehearsal } from '../../src/testing';
import { ORDERS, placed } from './two-accounts';

function busWith(props: (stack: Stack) => WorkflowBusProps = () => ({})) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const bus = new WorkflowBus(stack, 'Orders', props(stack));
  const { stateMachine } = new EventRoutedWorkflow(stack, 'Fulfilment', {
    bus: bus.bus,
    routes: [EventRoute.of(ORDERS)],
    definition: new sfn.Pass(stack, 'Fulfil'),
  });
  return { app, stack, bus, stateMachine, template: () => Template.fromStack(stack) };
}

const NAME = 'Shop-Orders-';
const ARN = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, Match.stringLikeRegexp('event-bus/')]] };

describe('a bus', () => {
  test('takes events of the own account only', async () => {
    const { app, bus, stateMachine } = busWith();
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([placed(bus.bus)]);
    expect(rehearsal.executions(stateMachine)).toHaveLength(1);
    await expect(rehearsal.putEvents([placed(bus.bus)], { account: '444455556666' })).rejects.toThrow(
      /EventBridge refuses an event: AccessDeniedException: .* no statement allows it in a resource-based policy/,
    );
    expect(rehearsal.events(bus.bus)).toHaveLength(1);
  });

  test('has an archive of 30 days that outlives the stack, and a policy for the own account', () => {
    const { bus, template } = busWith();
    expect(bus.archive).toBeDefined();
    expect([bus.deadLetterQueue, bus.logGroup, bus.alarms]).toEqual([undefined, undefined, []]);
    template().hasResource('AWS::Events::Archive', {
      DeletionPolicy: 'Retain',
      Properties: { RetentionDays: 30, EventPattern: Match.absent() },
    });
    template().hasResourceProperties('AWS::Events::EventBusPolicy', {
      StatementId: 'OwnAccount',
      Statement: {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Sid: 'OwnAccount',
        Principal: { AWS: Match.anyValue() },
      },
    });
    template().resourceCountIs('AWS::EventSchemas::Discoverer', 0);
  });

  test('can keep what it took for longer, for ever, in part, or not at all', () => {
    const archive = (given: BusArchive) => busWith(() => ({ archive: given })).template();
    archive(BusArchive.keepFor(Duration.days(90))).hasResourceProperties('AWS::Events::Archive', { RetentionDays: 90 });
    archive(
      BusArchive.keepForever({ routes: [EventRoute.of(ORDERS)], removalPolicy: RemovalPolicy.DESTROY }),
    ).hasResource('AWS::Events::Archive', {
      DeletionPolicy: 'Delete',
      Properties: { RetentionDays: 0, EventPattern: { source: ORDERS.source, 'detail-type': ORDERS.detailType } },
    });
    archive(BusArchive.none()).resourceCountIs('AWS::Events::Archive', 0);
  });

  test('can keep what it took for as many days as the deployment says', () => {
    const { template } = busWith((stack) => {
      const { valueAsNumber } = new CfnParameter(stack, 'Days', { type: 'Number' });
      return { archive: BusArchive.keepFor(Duration.days(valueAsNumber)) };
    });
    template().hasResourceProperties('AWS::Events::Archive', { RetentionDays: { Ref: 'Days' } });
  });

  test('finds out what events look like when it is asked to', () => {
    busWith(() => ({ schemaDiscovery: true }))
      .template()
      .hasResourceProperties('AWS::EventSchemas::Discoverer', { CrossAccount: false });
  });
});

test('what a statement of the user forbids is forbidden in the own account, too', async () => {
  const { app, bus } = busWith();
  bus.bus.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'NoTests',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['events:PutEvents'],
      resources: [bus.bus.eventBusArn],
      conditions: { StringEquals: { 'events:source': 'com.example.tests' } },
    }),
  );
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.putEvents([placed(bus.bus)]);
  const entry = { ...placed(bus.bus), source: 'com.example.tests' };
  await expect(rehearsal.putEvents([entry])).rejects.toThrow('with an explicit deny in a resource-based policy');
});

test('a bus with a key in a nested stack works with what is around it', async () => {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const nested = new NestedStack(stack, 'Nested');
  const bus = new WorkflowBus(nested, 'Orders', { encryptionKey: new kms.Key(stack, 'Key'), catchAllLog: {} });
  const rehearsal = Rehearsal.ofApp(app);
  const sent = await rehearsal.putEvents([placed(bus.bus)]);
  expect(rehearsal.logEvents(bus.logGroup as logs.ILogGroup)).toEqual(sent);
  expect([...rehearsal.deadLetters(), ...rehearsal.droppedEvents()]).toEqual([]);
});

test('nested stacks that are called the same have buses of different names', () => {
  const app = new App();
  const nested = ['Shop', 'Blog'].flatMap((name) => {
    const stack = new Stack(app, name);
    return [stack, new Construct(stack, 'Part')].map((scope) => new NestedStack(scope, 'Nested'));
  });
  for (const stack of nested) new WorkflowBus(stack, 'Orders', { archive: BusArchive.none() });
  const names = nested.map((stack) => {
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::Events::EventBus'));
    return Properties.Name;
  });
  expect(new Set(names).size).toBe(4);
  expect(names[0]).toMatch(/^Shop-Nested-Orders-\w{8}$/);
});

describe('who is granted', () => {
  test('may put events', () => {
    const { stack, bus, template } = busWith();
    bus.grantPutEvents(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'events:PutEvents', Effect: 'Allow', Resource: Match.anyValue() }] },
    });
  });

  test.each([
    [
      'an account',
      () => new iam.AccountPrincipal('444455556666'),
      /received somebody of 444455556666|received AccountPrin/,
    ],
    ['an organization', () => new iam.OrganizationPrincipal('o-exampleorgid'), /received OrganizationPrincipal/],
    ['a service', () => new iam.ServicePrincipal('states.amazonaws.com'), /received ServicePrincipal/],
    [
      'a role of another account',
      (stack: Stack) => iam.Role.fromRoleArn(stack, 'R', 'arn:aws:iam::444455556666:role/other'),
      /received somebody of 444455556666/,
    ],
  ])('must be somebody of the account, not %s', (_, grantee, message) => {
    const { stack, bus } = busWith();
    const somebody: iam.IGrantable = grantee(stack);
    expect(() => bus.grantPutEvents(somebody)).toThrow(message);
    expect(() => bus.grantPutEvents(somebody)).toThrow(/CrossAccountBus \[at Shop\/Orders\]/);
  });
});

describe('a log of all events', () => {
  test('has every event, with what the replay of an archive sends again', async () => {
    const { app, bus } = busWith(() => ({ catchAllLog: {} }));
    const rehearsal = Rehearsal.ofApp(app);
    const sent = await rehearsal.putEvents([placed(bus.bus), { ...placed(bus.bus), source: 'com.example.other' }]);
    await rehearsal.putEvents([placed()]);
    expect(rehearsal.logEvents(bus.logGroup as logs.ILogGroup)).toEqual(sent);
    expect([...rehearsal.deadLetters(), ...rehearsal.droppedEvents()]).toEqual([]);
  });

  test('needs no function, and one policy for all buses of a stack', () => {
    const { stack, bus, template } = busWith(() => ({ catchAllLog: { retention: logs.RetentionDays.ONE_DAY } }));
    new WorkflowBus(stack, 'Returns', { catchAllLog: {} });
    expect(bus.alarms).toHaveLength(2);
    template().resourceCountIs('AWS::Logs::ResourcePolicy', 1);
    template().resourceCountIs('AWS::Lambda::Function', 0);
    template().hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Delete',
      Properties: { RetentionInDays: 1, LogGroupName: Match.anyValue() },
    });
  });

  test('is refused where the policy of the stack has no room for it', () => {
    const stack = new Stack(new App(), 'Shop');
    for (let index = 0; index < 30; index++) new WorkflowBus(stack, `Bus${index}`, { catchAllLog: {} });
    expect(() => Rehearsal.ofApp(stack)).toThrow(
      'the log groups of one stack must fit into a policy of 5120 characters, and 30 do not',
    );
    const few = new Stack(new App(), 'Shop');
    for (let index = 0; index < 10; index++) new WorkflowBus(few, `Bus${index}`, { catchAllLog: {} });
    expect(() => Rehearsal.ofApp(few)).not.toThrow();
  });

  test('that does not let the rule write loses nothing', async () => {
    const { app, stack, bus } = busWith(() => ({ catchAllLog: {} }));
    const policy = stack.node
      .findAll()
      .find((node) => node instanceof logs.CfnResourcePolicy) as logs.CfnResourcePolicy;
    policy.policyDocument = JSON.stringify({ Statement: [] });
    const rehearsal = Rehearsal.ofApp(app);
    const [event] = await rehearsal.putEvents([placed(bus.bus)]);
    expect(rehearsal.logEvents(bus.logGroup as logs.ILogGroup)).toEqual([]);
    expect(rehearsal.deadLetters()).toMatchObject([
      {
        body: event,
        attributes: { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: expect.stringContaining('logs:CreateLogStream') },
      },
    ]);
  });
});

describe('with a key', () => {
  const encrypted = (stack: Stack) => ({ encryptionKey: new kms.Key(stack, 'Key'), catchAllLog: {} });

  test('the bus works, and its archive and its log have the key, too', async () => {
    const { app, bus, stateMachine, template } = busWith(encrypted);
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([placed(bus.bus)]);
    expect(rehearsal.executions(stateMachine)).toHaveLength(1);
    expect(rehearsal.deadLetters()).toEqual([]);
    const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
    template().hasResourceProperties('AWS::Events::EventBus', {
      Name: Match.stringLikeRegexp(`^${NAME}`),
      KmsKeyIdentifier: key,
      DeadLetterConfig: { Arn: Match.anyValue() },
    });
    template().hasResourceProperties('AWS::Events::Archive', { KmsKeyIdentifier: key });
    template().hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: key });
    template().hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'kms:DescribeKey',
            Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
          }),
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:ReEncrypt*'],
            Condition: { StringEquals: { 'kms:EncryptionContext:aws:events:event-bus:arn': ARN } },
          }),
        ]),
      },
    });
  });

  test('that EventBridge may not use, an event is in the dead-letter queue of the bus, and no rule sees it', async () => {
    const { app, stack, bus, stateMachine } = busWith(encrypted);
    const key = stack.node.findChild('Key').node.defaultChild as kms.CfnKey;
    key.keyPolicy = { Statement: [] };
    const rehearsal = Rehearsal.ofApp(app);
    const [event] = await rehearsal.putEvents([placed(bus.bus)]);
    expect(rehearsal.executions(stateMachine)).toEqual([]);
    expect(rehearsal.deadLetters()).toMatchObject([{ body: event, attributes: { ERROR_CODE: 'NO_PERMISSIONS' } }]);
    expect(rehearsal.messages(bus.deadLetterQueue as sqs.IQueue)).toEqual([event]);
  });

  test('that EventBridge may not use, an event is not in the archive either', async () => {
    const { app, stack, bus } = busWith(encrypted);
    const rule = new events.Rule(stack, 'All', { eventBus: bus.bus, eventPattern: { source: ['com.example.orders'] } });
    const replay = new EventReplay(stack, 'Replay', { archive: bus.archive as events.Archive, rules: [rule] });
    const key = stack.node.findChild('Key').node.defaultChild as kms.CfnKey;
    key.keyPolicy = { Statement: [] };
    const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T08:30:00Z') });
    await rehearsal.putEvents([placed(bus.bus)]);
    await rehearsal.advance(Duration.hours(1));
    const input = { from: '2026-03-01T08:00:00Z', to: '2026-03-01T09:00:00Z' };
    const { output } = await (await rehearsal.start(replay.stateMachine, input)).finish();
    expect(output).toMatchObject({ state: 'COMPLETED', lastReplayed: null });
  });

  test('of which nobody can change the policy there is a warning', () => {
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1';
    const { stack } = busWith((scope) => ({
      encryptionKey: kms.Key.fromKeyArn(scope, 'Key', arn),
      catchAllLog: {},
    }));
    Annotations.fromStack(stack).hasWarning('/Shop/Orders', Match.stringLikeRegexp('encryptionKey must let events'));
    Annotations.fromStack(stack).hasWarning(
      '/Shop/Orders/Log',
      Match.stringLikeRegexp('encryptionKey must let CloudWatch Logs .* for the log groups /aws/events/\\*'),
    );
  });

  test('but no dead-letter queue that takes it, the event is lost, and the rehearsal says so', async () => {
    const { app, stack, bus } = busWith(encrypted);
    (stack.node.findChild('Key').node.defaultChild as kms.CfnKey).keyPolicy = { Statement: [] };
    (bus.bus.node.defaultChild as events.CfnEventBus).deadLetterConfig = undefined;
    const rehearsal = Rehearsal.ofApp(app);
    const [event] = await rehearsal.putEvents([placed(bus.bus)]);
    expect(rehearsal.droppedEvents()).toEqual([
      {
        event,
        rule: '',
        target: expect.stringContaining(NAME),
        errorCode: 'NO_PERMISSIONS',
        errorMessage: expect.anything(),
      },
    ]);
  });
});

describe('refused', () => {
  test.each<[string, (stack: Stack) => WorkflowBusProps, RegExp]>([
    [
      'schema discovery with a key',
      (stack) => ({ encryptionKey: new kms.Key(stack, 'Key'), schemaDiscovery: true }),
      /schemaDiscovery must not stand beside encryptionKey/,
    ],
    ['the name of the default bus', () => ({ busName: 'default' }), /busName must not be 'default'/],
    ["a partner's name", () => ({ busName: 'aws.partner/x' }), /busName must not begin with 'aws\.'/],
    ['a name with a slash', () => ({ busName: 'a/b' }), /busName must have 1 to 256 letters, .*, received 'a\/b'/],
    ['no name', () => ({ busName: '' }), /busName must have 1 to 256/],
    [
      'half a day',
      () => ({ archive: BusArchive.keepFor(Duration.hours(36)) }),
      /archive must be kept for a whole number of days, at least one, received .*: write BusArchive\.keepFor/,
    ],
    ['no time', () => ({ archive: BusArchive.keepFor(Duration.days(0)) }), /a whole number of days, at least one/],
    [
      'a FIFO queue',
      (stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Q', { fifo: true }) }),
      /deadLetterQueue must not be a FIFO queue/,
    ],
    [
      'an archive of what no route names',
      () => ({ archive: BusArchive.keepForever({ routes: [EventRoute.of({ source: ['a'] })] }) }),
      /archive\.routes\[0\]\.detailType must be given/,
    ],
  ])('%s', (_, props, message) => {
    const stack = new Stack(new App(), 'Shop');
    expect(() => new WorkflowBus(stack, 'Orders', props(stack))).toThrow(message);
  });

  test('a key of another Region', () => {
    const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1');
    expect(() => new WorkflowBus(stack, 'Orders', { encryptionKey })).toThrow(
      /encryptionKey must be a key of eu-west-1, where the bus is, received one of us-east-1 \[at Shop\/Orders\]/,
    );
  });

  test('nothing that only the deployment knows', () => {
    const stack = new Stack(new App(), 'Shop');
    expect(() => new WorkflowBus(stack, 'Orders', { busName: `orders-${Aws.STACK_NAME}` })).not.toThrow();
  });
});

test('the template', () => {
  const stack = new Stack(new App(), 'Shop');
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1');
  new WorkflowBus(stack, 'Orders', { catchAllLog: {}, encryptionKey, alarms: false });
  expect(Template.fromStack(stack).toJSON()).toMatchSnapshot();
});
