import { App, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Workflow } from '../../../../src';
import { Rehearsal } from '../../../../src/testing';

const ORDER = { source: 'shop', detailType: 'Order Placed', detail: { orderId: 'o-1' } };

function appWith(type = sfn.StateMachineType.STANDARD) {
  const app = new App();
  const stack = new Stack(app, 'Orders');
  const { stateMachine } = new Workflow(stack, 'Fulfil', {
    definition: new sfn.Pass(stack, 'Done'),
    stateMachineType: type,
  });
  const deadLetterQueue = new sqs.Queue(stack, 'Dead');
  const rule = (id: string, props: Partial<events.RuleProps> = {}) =>
    new events.Rule(stack, id, { eventPattern: { source: ['shop'] }, ...props });
  return { app, stack, stateMachine, deadLetterQueue, rule };
}

describe('a rule', () => {
  test.each([sfn.StateMachineType.STANDARD, sfn.StateMachineType.EXPRESS])(
    'starts a state machine of type %s with the whole event that it takes, and with no other',
    async (type) => {
      const { app, stateMachine, rule } = appWith(type);
      rule('Rule').addTarget(new targets.SfnStateMachine(stateMachine));
      const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T08:00:00.500Z') });
      const [event] = await rehearsal.putEvents([ORDER, { ...ORDER, source: 'warehouse' }]);
      expect(event).toMatchObject({ version: '0', source: 'shop', 'detail-type': 'Order Placed', resources: [] });
      expect(event).toMatchObject({ time: '2026-03-01T08:00:00Z', region: 'us-east-1', account: '111122223333' });
      const executions = rehearsal.executions(stateMachine);
      expect(executions.map(({ status, input }) => ({ status, input }))).toEqual([
        { status: 'SUCCEEDED', input: event },
      ]);
      expect(rehearsal.deadLetters()).toEqual([]);
      expect(rehearsal.droppedEvents()).toEqual([]);
    },
  );

  test('takes no event when it is disabled or on another bus', async () => {
    const { app, stack, stateMachine, rule } = appWith();
    const bus = new events.EventBus(stack, 'Bus', { eventBusName: 'shop-bus' });
    rule('Disabled', { enabled: false, targets: [new targets.SfnStateMachine(stateMachine)] });
    rule('Elsewhere', { eventBus: bus, targets: [new targets.SfnStateMachine(stateMachine)] });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([ORDER]);
    expect(rehearsal.executions()).toHaveLength(0);
    await rehearsal.putEvents([{ ...ORDER, bus }]);
    await rehearsal.putEvents([{ ...ORDER, bus: 'shop-bus' }]);
    expect(rehearsal.executions()).toHaveLength(2);
  });

  test('hears of events that a workflow puts', async () => {
    const { app, stack, stateMachine, rule } = appWith();
    rule('Rule', { targets: [new targets.SfnStateMachine(stateMachine)] });
    const entry = { Source: 'shop', DetailType: 'Order Placed', Detail: { orderId: 'o-2' } };
    const definition = new sfn.CustomState(stack, 'Tell', {
      stateJson: { Type: 'Task', Resource: 'arn:aws:states:::events:putEvents', Parameters: { Entries: [entry] } },
    });
    const teller = new sfn.StateMachine(stack, 'Teller', {
      definitionBody: sfn.DefinitionBody.fromChainable(definition),
    });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.start(teller);
    expect(rehearsal.executions(stateMachine).map(({ input }) => input)).toMatchObject([
      { detail: { orderId: 'o-2' } },
    ]);
  });

  test('sends to queues, topics and functions that let it', async () => {
    const { app, stack, rule } = appWith();
    const queue = new sqs.Queue(stack, 'Queue');
    const fifo = new sqs.Queue(stack, 'Fifo', { fifo: true, contentBasedDeduplication: true });
    const topic = new sns.Topic(stack, 'Topic');
    const handler = new lambda.Function(stack, 'Handler', {
      code: lambda.Code.fromInline('-'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_20_X,
    });
    rule('Rule', {
      targets: [
        new targets.SqsQueue(queue, { message: events.RuleTargetInput.fromEventPath('$.detail.orderId') }),
        new targets.SqsQueue(fifo, { messageGroupId: 'all' }),
        new targets.SnsTopic(topic, { message: events.RuleTargetInput.fromObject({ told: true }) }),
        new targets.LambdaFunction(handler),
      ],
    });
    const rehearsal = Rehearsal.ofApp(app);
    const seen: unknown[] = [];
    rehearsal.mock(handler, (event) => void seen.push(event));
    const [event] = await rehearsal.putEvents([ORDER]);
    expect(rehearsal.messages(queue)).toEqual(['o-1']);
    expect(rehearsal.messages(fifo)).toEqual([event]);
    expect(rehearsal.messages(topic)).toEqual([{ told: true }]);
    expect(seen).toEqual([event]);
    expect(rehearsal.droppedEvents()).toEqual([]);
  });

  test('calls a function that fails again after one and after two minutes, and then no more', async () => {
    const { app, stack, rule } = appWith();
    const handler = lambda.Function.fromFunctionName(stack, 'Handler', 'handler');
    rule('Rule', { targets: [new targets.LambdaFunction(handler)] });
    const rehearsal = Rehearsal.ofApp(app, { startTime: new Date(0) });
    const calls: number[] = [];
    rehearsal.mock(handler, (_event, { now }) => {
      calls.push(now.getTime());
      throw new Error('no');
    });
    await rehearsal.putEvents([ORDER]);
    await rehearsal.advance(Duration.hours(1));
    expect(calls).toEqual([0, 60_000, 180_000]);
  });

  test('fans out to other buses, which pass events on but once', async () => {
    const { app, stack, stateMachine, deadLetterQueue, rule } = appWith();
    const [first, second] = ['First', 'Second'].map((id) => new events.EventBus(stack, id));
    rule('Forward', { targets: [new targets.EventBus(first)] });
    rule('Again', { eventBus: first, targets: [new targets.EventBus(second, { deadLetterQueue })] });
    rule('Start', { eventBus: first, targets: [new targets.SfnStateMachine(stateMachine)] });
    const rehearsal = Rehearsal.ofApp(app);
    const [event] = await rehearsal.putEvents([ORDER]);
    expect(rehearsal.executions().map(({ input }) => input)).toEqual([event]);
    expect(rehearsal.events(second)).toEqual([]);
    expect(rehearsal.deadLetters()).toMatchObject([
      { body: event, attributes: { ERROR_CODE: 'THIRD_ACCOUNT_HOP_DETECTED' } },
    ]);
  });
});

test('a rule that runs by the clock does so, in UTC, and no other rule takes its events', async () => {
  const { app, stateMachine, rule } = appWith();
  const target = new targets.SfnStateMachine(stateMachine);
  rule('Rate', { eventPattern: undefined, schedule: events.Schedule.rate(Duration.hours(12)), targets: [target] });
  const cron = events.Schedule.cron({ hour: '4', minute: '30' });
  rule('Cron', { eventPattern: undefined, schedule: cron, targets: [target] });
  rule('Disabled', { eventPattern: undefined, schedule: cron, targets: [target], enabled: false });
  rule('Other', { eventPattern: { source: ['aws.events'] }, targets: [target] });
  const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T00:00:00Z') });
  await rehearsal.advance(Duration.hours(24));
  expect(rehearsal.executions().map(({ input }) => input)).toMatchObject([
    { source: 'aws.events', 'detail-type': 'Scheduled Event', time: '2026-03-01T04:30:00Z', detail: {} },
    { time: '2026-03-01T12:00:00Z', resources: [expect.stringContaining(':rule/Rate')] },
    { time: '2026-03-02T00:00:00Z' },
  ]);
});

describe('what cannot be delivered', () => {
  test('for lack of a right goes to the dead-letter queue at once', async () => {
    const { app, stack, stateMachine, deadLetterQueue, rule } = appWith();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') });
    const target = rule('Rule');
    target.addTarget({
      bind: () => ({
        arn: stateMachine.stateMachineArn,
        role,
        deadLetterConfig: { arn: deadLetterQueue.queueArn },
      }),
    });
    deadLetterQueue.grantSendMessages(new iam.ServicePrincipal('events.amazonaws.com'));
    const rehearsal = Rehearsal.ofApp(app);
    const [event] = await rehearsal.putEvents([ORDER]);
    expect(rehearsal.executions()).toHaveLength(0);
    const [letter, ...others] = rehearsal.deadLetters();
    expect(others).toEqual([]);
    expect(letter.body).toEqual(event);
    expect(letter.attributes).toEqual({
      RULE_ARN: expect.stringMatching(/^arn:aws:events:us-east-1:111122223333:rule\/OrdersRule|Rule/),
      TARGET_ARN: expect.stringMatching(/:stateMachine:/),
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: expect.stringContaining('states:StartExecution'),
      RETRY_ATTEMPTS: '0',
    });
  });

  test('because EventBridge may not assume the role, or the target is not there, is told apart', async () => {
    const { app, stack, stateMachine, deadLetterQueue, rule } = appWith();
    deadLetterQueue.grantSendMessages(new iam.ServicePrincipal('events.amazonaws.com'));
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: ['*'] }));
    const events_ = new iam.Role(stack, 'Events', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') });
    events_.addToPolicy(new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: ['*'] }));
    const deadLetterConfig = { arn: deadLetterQueue.queueArn };
    const gone = stack.formatArn({ service: 'states', resource: 'stateMachine:Gone' });
    const both = rule('Rule');
    both.addTarget({ bind: () => ({ arn: stateMachine.stateMachineArn, role, deadLetterConfig }) });
    both.addTarget({ bind: () => ({ arn: gone, role: events_, deadLetterConfig }) });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([ORDER]);
    expect(rehearsal.deadLetters().map(({ attributes }) => attributes.ERROR_CODE)).toEqual([
      'FAILED_TO_ASSUME_ROLE',
      'NO_RESOURCE',
    ]);
  });

  test.each([
    ['queue', 'sqs:SendMessage'],
    ['topic', 'SNS:Publish'],
    ['function', 'lambda:InvokeFunction'],
  ])('to a %s without a policy for the rule is dropped when there is no dead-letter queue', async (kind, action) => {
    const { app, stack, rule } = appWith();
    const arns: Record<string, string> = {
      queue: new sqs.Queue(stack, 'Queue').queueArn,
      topic: new sns.Topic(stack, 'Topic').topicArn,
      function: new lambda.Function(stack, 'Handler', {
        code: lambda.Code.fromInline('-'),
        handler: 'index.handler',
        runtime: lambda.Runtime.NODEJS_20_X,
      }).functionArn,
    };
    rule('Rule').addTarget({ bind: () => ({ arn: arns[kind] }) });
    const rehearsal = Rehearsal.ofApp(app);
    const [event] = await rehearsal.putEvents([ORDER]);
    expect(rehearsal.deadLetters()).toEqual([]);
    expect(rehearsal.droppedEvents()).toEqual([
      {
        event,
        rule: expect.stringContaining(':rule/'),
        target: expect.any(String),
        errorCode: 'NO_PERMISSIONS',
        errorMessage: expect.stringContaining(action),
      },
    ]);
  });

  test('is dropped when the dead-letter queue does not let the rule send', async () => {
    const { app, stateMachine, deadLetterQueue, rule } = appWith();
    rule('Rule').addTarget({
      bind: () => ({
        arn: `${stateMachine.stateMachineArn}X`,
        role: iam.Role.fromRoleArn(deadLetterQueue, 'Role', 'arn:aws:iam::111122223333:role/elsewhere'),
        deadLetterConfig: { arn: deadLetterQueue.queueArn },
      }),
    });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([ORDER]);
    expect(rehearsal.deadLetters()).toEqual([]);
    expect(rehearsal.droppedEvents()).toMatchObject([{ errorCode: 'NO_RESOURCE' }]);
  });
});

describe('a target that does not answer', () => {
  const started = new Date('2026-03-01T08:00:00Z');
  function retrying(props: targets.TargetBaseProps) {
    const { app, stateMachine, deadLetterQueue, rule } = appWith();
    rule('Rule', { targets: [new targets.SfnStateMachine(stateMachine, { deadLetterQueue, ...props })] });
    return { rehearsal: Rehearsal.ofApp(app, { startTime: started }), stateMachine };
  }

  test('is tried again until it answers', async () => {
    const { rehearsal, stateMachine } = retrying({});
    rehearsal.outage(stateMachine.stateMachineArn, Duration.hours(3));
    await rehearsal.putEvents([ORDER]);
    await rehearsal.advance(Duration.hours(3));
    expect(rehearsal.executions()).toHaveLength(0);
    await rehearsal.advance(Duration.minutes(10));
    expect(rehearsal.executions()).toHaveLength(1);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('is given up after as many retries as the rule says', async () => {
    const { rehearsal, stateMachine } = retrying({ retryAttempts: 3 });
    rehearsal.outage(stateMachine.stateMachineArn, Duration.hours(3));
    await rehearsal.putEvents([ORDER]);
    await rehearsal.advance(Duration.minutes(1));
    expect(rehearsal.deadLetters().map(({ attributes }) => attributes)).toMatchObject([
      { ERROR_CODE: 'THROTTLING', EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts', RETRY_ATTEMPTS: '3' },
    ]);
  });

  test('is given up when the event is as old as the rule says', async () => {
    const { rehearsal, stateMachine } = retrying({ maxEventAge: Duration.minutes(10) });
    rehearsal.outage(stateMachine.stateMachineArn, Duration.hours(3));
    await rehearsal.putEvents([ORDER]);
    await rehearsal.advance(Duration.seconds(599));
    expect(rehearsal.deadLetters()).toEqual([]);
    await rehearsal.advance(Duration.seconds(1));
    expect(rehearsal.deadLetters().map(({ attributes }) => attributes)).toMatchObject([
      { ERROR_CODE: 'THROTTLING', EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' },
    ]);
  });

  test('is tried for a day when the rule says nothing', async () => {
    const { rehearsal, stateMachine } = retrying({});
    rehearsal.outage(stateMachine.stateMachineArn, Duration.hours(30));
    await rehearsal.putEvents([ORDER]);
    await rehearsal.advance(Duration.hours(20));
    expect(rehearsal.deadLetters()).toEqual([]);
    await rehearsal.advance(Duration.hours(4));
    expect(rehearsal.deadLetters()).toHaveLength(1);
  });
});

describe('what a rehearsal refuses', () => {
  test('a bus that the app does not have', async () => {
    const { app } = appWith();
    await expect(Rehearsal.ofApp(app).putEvents([{ ...ORDER, bus: 'other' }])).rejects.toThrow(
      'the app has no event bus other; it has arn:aws:events:us-east-1:111122223333:event-bus/default',
    );
  });

  test('an event without a source or with a detail that is no object', async () => {
    const rehearsal = Rehearsal.ofApp(appWith().app);
    await expect(rehearsal.putEvents([{ ...ORDER, source: '' }])).rejects.toThrow('Source is a required argument');
    await expect(rehearsal.putEvents([{ ...ORDER, detail: 'text' }])).rejects.toThrow('Detail is malformed');
  });

  test('a kind of target that it does not know, when an event goes there', async () => {
    const { app, rule } = appWith();
    rule('Rule').addTarget({ bind: () => ({ arn: 'arn:aws:firehose:us-east-1:111122223333:deliverystream/clicks' }) });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([{ ...ORDER, source: 'other' }]);
    await expect(rehearsal.putEvents([ORDER])).rejects.toThrow(
      /the rule 'Orders\/Rule\w*' sends an event to .*deliverystream\/clicks: targets of this kind are not rehearsed/,
    );
  });

  test.each([
    ['a retry policy of a bus target', { retryPolicy: { maximumRetryAttempts: 1 } }, 'a bus takes no retry policy'],
    ['an input of a bus target', { input: events.RuleTargetInput.fromText('x') }, 'a bus takes no retry policy'],
  ])('%s', async (_name, more, message) => {
    const { app, stack, rule } = appWith();
    const bus = new events.EventBus(stack, 'Bus');
    rule('Rule').addTarget({ bind: () => ({ arn: bus.eventBusArn, ...more }) });
    await expect(Rehearsal.ofApp(app).putEvents([ORDER])).rejects.toThrow(message);
  });

  test('a target of a state machine or a bus without a role, a FIFO queue without a group', async () => {
    for (const target of ['machine', 'bus', 'fifo']) {
      const { app, stack, stateMachine, rule } = appWith();
      const arns: Record<string, string> = {
        machine: stateMachine.stateMachineArn,
        bus: new events.EventBus(stack, 'Bus').eventBusArn,
        fifo: new sqs.Queue(stack, 'Queue', { fifo: true }).queueArn,
      };
      rule('Rule').addTarget({ bind: () => ({ arn: arns[target] }) });
      await expect(Rehearsal.ofApp(app).putEvents([ORDER])).rejects.toThrow(
        /EventBridge refuses a target of the rule 'Orders\/Rule\w*': .* needs a (RoleArn|MessageGroupId)/,
      );
    }
  });

  test('a pattern that EventBridge refuses', async () => {
    const { app, rule } = appWith();
    rule('Rule', { eventPattern: { source: ['shop'], detail: { price: [{ numeric: ['about', 5] }] } } });
    await expect(Rehearsal.ofApp(app).putEvents([ORDER])).rejects.toThrow(
      /EventBridge refuses the rule 'Orders\/Rule\w*': Event pattern is not valid. Reason: Unrecognized numeric range operator: about/,
    );
  });
});
