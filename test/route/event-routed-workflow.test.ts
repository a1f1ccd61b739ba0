import { Duration, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import fc from 'fast-check';
import {
  EventDeduplication,
  EventMatch,
  EventRoute,
  EventRoutedWorkflow,
  type EventRoutedWorkflowProps,
  RouteInput,
} from '../../src';
import type { Json } from '../../src/asl/json';
import { definitionIn } from '../template';
import { appWith, deliverAgain, PLACED, placed, rehearse } from './event-app';

describe('an event', () => {
  test('that matches starts one execution with what the input says', async () => {
    const { app, routed } = appWith(() => ({ input: RouteInput.detailOnly() }));
    const rehearsal = rehearse(app);
    const [event] = await rehearsal.putEvents([placed({ orderId: 'o-1' })]);
    const [execution, ...others] = rehearsal.executions(routed.stateMachine);
    expect(others).toEqual([]);
    expect(execution.input).toEqual(event);
    expect(await execution.finish()).toMatchObject({ status: 'SUCCEEDED', output: { orderId: 'o-1' } });
  });

  test.each([
    ['of another source', { ...placed({}), source: 'com.example.returns' }],
    ['of another type', { ...placed({}), detailType: 'Order Lost' }],
    ['with another detail', placed({ total: 100 })],
    ['without the detail', placed({})],
  ])('%s starts nothing', async (_, entry) => {
    const { app } = appWith(() => ({
      routes: [EventRoute.of({ ...PLACED, detail: { total: EventMatch.numeric('>', 100) } })],
    }));
    const rehearsal = rehearse(app);
    await rehearsal.putEvents([entry]);
    expect(rehearsal.executions()).toEqual([]);
    expect(rehearsal.deadLetters()).toEqual([]);
    await rehearsal.putEvents([placed({ total: 101 })]);
    expect(rehearsal.executions()).toHaveLength(1);
  });

  test('that two routes match starts one execution, and each of them starts others', async () => {
    const { app } = appWith(() => ({
      routes: [
        EventRoute.of({ ...PLACED, detail: { total: EventMatch.numeric('>', 100) } }),
        EventRoute.of({ ...PLACED, detail: { country: 'DE' } }),
        EventRoute.of({ source: ['aws.s3'], detailType: [EventMatch.prefix('Object ')] }),
      ],
    }));
    const rehearsal = rehearse(app);
    await rehearsal.putEvents([placed({ total: 200, country: 'DE' })]);
    expect(rehearsal.executions()).toHaveLength(1);
    await rehearsal.putEvents([placed({ country: 'DE' }), placed({ total: 101 }), placed({ total: 1 })]);
    expect(rehearsal.executions()).toHaveLength(3);
  });

  test('of another bus starts nothing', async () => {
    const { app, stack } = appWith((scope) => ({ bus: new events.EventBus(scope, 'Shop Bus') }));
    const rehearsal = rehearse(app);
    await rehearsal.putEvents([placed({})]);
    expect(rehearsal.executions()).toEqual([]);
    const bus = stack.node.findChild('Shop Bus') as events.EventBus;
    await rehearsal.putEvents([{ ...placed({}), bus }]);
    expect(rehearsal.executions()).toHaveLength(1);
  });

  test('arrives as it was sent, with whatever characters', async () => {
    const { app } = appWith(() => ({ input: RouteInput.fromObject({ got: '{% $event.detail %}' }) }));
    const rehearsal = rehearse(app);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), async (detail) => {
        const sent = JSON.parse(JSON.stringify(detail)) as Json;
        await rehearsal.putEvents([placed(sent)]);
        const run = await rehearsal.executions().at(-1)?.finish();
        expect(run).toMatchObject({ status: 'SUCCEEDED', output: { got: sent } });
      }),
      { numRuns: 100 },
    );
  });

  test('whose mapping fails is one failed execution, and is not tried again', async () => {
    const { app } = appWith(() => ({ input: RouteInput.fromObject({ sum: '{% $event.detail.total + 1 %}' }) }));
    const rehearsal = rehearse(app);
    await rehearsal.putEvents([placed({ total: 'a lot' })]);
    await rehearsal.advance(Duration.hours(25));
    expect(rehearsal.executions().map(({ run }) => [run.status, run.error])).toEqual([
      ['FAILED', 'States.QueryEvaluationError'],
    ]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });
});

test('an event that is delivered twice is done once', async () => {
  const { app, routed } = appWith(() => ({ deduplicate: EventDeduplication.byEventId() }));
  const rehearsal = rehearse(app);
  const [event] = await rehearsal.putEvents([placed({}), placed({})]);
  await deliverAgain(rehearsal, event);
  await deliverAgain(rehearsal, event);
  expect(rehearsal.executions().map(({ run }) => run.visited)).toEqual([
    ['Claim Event', 'Work'],
    ['Claim Event', 'Work'],
    ['Claim Event', 'Event Is Duplicate'],
    ['Claim Event', 'Event Is Duplicate'],
  ]);
  expect(rehearsal.executions().map(({ status }) => status)).toEqual(Array(4).fill('SUCCEEDED'));
  expect(rehearsal.items(routed.deduplicationTable as dynamodb.ITable)).toHaveLength(2);
});

test('an order that is placed twice is done once where its number counts', async () => {
  const { app } = appWith(() => ({ deduplicate: EventDeduplication.byExpression('{% $event.detail.orderId %}') }));
  const rehearsal = rehearse(app);
  await rehearsal.putEvents([placed({ orderId: 1 }), placed({ orderId: 1 }), placed({ orderId: 2 })]);
  expect(rehearsal.executions().map(({ run }) => run.visited.at(-1))).toEqual(['Work', 'Event Is Duplicate', 'Work']);
});

describe('what cannot be delivered', () => {
  test('is in the dead-letter queue as it came when the state machine does not take it', async () => {
    const { app, routed } = appWith();
    const rehearsal = rehearse(app);
    // With what is around it, larger than the 256 KiB that Step Functions takes.
    const [event] = await rehearsal.putEvents([placed({ text: 'x'.repeat(256 * 1024 - 100) })]);
    expect(rehearsal.executions()).toEqual([]);
    expect(rehearsal.deadLetters()).toHaveLength(1);
    expect(rehearsal.messages(routed.deadLetterQueue)).toEqual([event]);
    expect(rehearsal.droppedEvents()).toEqual([]);
  });

  test('is in the dead-letter queue when the role may not start the workflow', async () => {
    const { app, routed } = appWith();
    const role = routed.node.findChild('RuleRole').node.defaultChild as iam.CfnRole;
    role.policies = [];
    const rehearsal = rehearse(app);
    await rehearsal.putEvents([placed({})]);
    expect(rehearsal.executions()).toEqual([]);
    expect(rehearsal.deadLetters()).toMatchObject([
      { attributes: { ERROR_CODE: 'NO_PERMISSIONS', RETRY_ATTEMPTS: '0' } },
    ]);
  });

  test('is tried again while Step Functions is busy', async () => {
    const { app, routed } = appWith();
    const rehearsal = rehearse(app);
    rehearsal.outage(routed.stateMachine.stateMachineArn, Duration.hours(20));
    await rehearsal.putEvents([placed({})]);
    expect(rehearsal.executions()).toEqual([]);
    await rehearsal.advance(Duration.hours(21));
    expect(rehearsal.executions()).toHaveLength(1);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test.each([
    ['two retries', { retryAttempts: 2 }, 'MaximumRetryAttempts'],
    ['five minutes', { maxEventAge: Duration.minutes(5) }, 'MaximumEventAgeInSeconds'],
  ])('is in the dead-letter queue after %s', async (_, limits, condition) => {
    const { app, routed } = appWith(() => limits);
    const rehearsal = rehearse(app);
    rehearsal.outage(routed.stateMachine.stateMachineArn, Duration.hours(1));
    await rehearsal.putEvents([placed({})]);
    await rehearsal.advance(Duration.hours(2));
    expect(rehearsal.executions()).toEqual([]);
    expect(rehearsal.deadLetters()).toMatchObject([{ attributes: { EXHAUSTED_RETRY_CONDITION: condition } }]);
  });

  test('goes to a queue of the user, encrypted with a key', async () => {
    const { app, routed } = appWith((stack) => ({
      deadLetterQueue: new sqs.Queue(stack, 'Mine', { encryptionMasterKey: new kms.Key(stack, 'Key') }),
    }));
    const role = routed.node.findChild('RuleRole').node.defaultChild as iam.CfnRole;
    role.policies = [];
    const rehearsal = rehearse(app);
    await rehearsal.putEvents([placed({})]);
    expect(rehearsal.messages(routed.deadLetterQueue)).toHaveLength(1);
  });
});

describe('refused at synthesis', () => {
  test('no routes', () => {
    expect(() => appWith(() => ({ routes: [] }))).toThrow(
      /routes must not be empty: write EventRoute\.of\(\{ … \}\) for what starts it \[at Shop\/Orders\]/,
    );
  });

  test('a bus of another account', () => {
    const arn = 'arn:aws:events:eu-west-1:444455556666:event-bus/theirs';
    expect(() => appWith((stack) => ({ bus: events.EventBus.fromEventBusArn(stack, 'Theirs', arn) }))).toThrow(
      /bus must be in the account and Region of its rule, received one in 444455556666\/eu-west-1: forward/,
    );
  });

  test('a FIFO queue for dead letters', () => {
    expect(() => appWith((stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Fifo', { fifo: true }) }))).toThrow(
      /deadLetterQueue must not be a FIFO queue/,
    );
  });

  test('limits that EventBridge does not take', () => {
    expect(() => appWith(() => ({ retryAttempts: 186 }))).toThrow(/retryAttempts must be .* received 186/);
    expect(() => appWith(() => ({ maxEventAge: Duration.seconds(59) }))).toThrow(
      /maxEventAge must be 1 minute to 24 hours/,
    );
  });
});

describe('loops', () => {
  const STATUS = { source: ['aws.states'], detailType: ['Step Functions Execution Status Change'] };
  const synthOf = (...args: Parameters<typeof appWith>) => {
    const { app } = appWith(...args);
    return () => app.synth();
  };

  test.each<[string, object]>([
    ['every status of every execution', STATUS],
    ['every success', { ...STATUS, detail: { status: ['SUCCEEDED', 'FAILED'] } }],
    ['everything of Step Functions', { source: [EventMatch.prefix('aws.')], allowAny: true }],
    ['everything', { allowAny: true }],
    ['every execution with an input', { ...STATUS, detail: { input: EventMatch.exists() }, account: ['111122223333'] }],
  ])('of %s are refused', (_, route) => {
    expect(synthOf(() => ({ routes: [EventRoute.of(PLACED), EventRoute.of(route)] }))).toThrow(
      /routes must not match the status (RUNNING|SUCCEEDED) of its own executions, or every execution starts another/,
    );
  });

  test.each<[string, object]>([
    [
      'another workflow',
      { ...STATUS, detail: { stateMachineArn: ['arn:aws:states:eu-west-1:111122223333:stateMachine:x'] } },
    ],
    ['anything but something', { ...STATUS, detail: { stateMachineArn: EventMatch.anythingButPrefix('arn:aws') } }],
    ['executions of a name', { ...STATUS, detail: { name: EventMatch.prefix('nightly-') } }],
    ['another account', { ...STATUS, account: ['444455556666'] }],
    ['what has no output', { ...STATUS, detail: { output: EventMatch.doesNotExist() } }],
  ])('are not seen in %s', (_, route) => {
    expect(synthOf(() => ({ routes: [EventRoute.of(route)] }))).not.toThrow();
  });

  test('do not go by way of another bus, nor of Express executions', () => {
    const routes = [EventRoute.of(STATUS)];
    expect(synthOf((stack) => ({ routes, bus: new events.EventBus(stack, 'Bus') }))).not.toThrow();
    expect(synthOf(() => ({ routes, stateMachineType: sfn.StateMachineType.EXPRESS }))).not.toThrow();
  });

  test('that only failures make are warned of', () => {
    const { app, stack } = appWith(() => ({ routes: [EventRoute.of({ ...STATUS, detail: { status: ['FAILED'] } })] }));
    app.synth();
    Annotations.fromStack(stack).hasWarning(
      '/Shop/Orders',
      Match.stringLikeRegexp('routes match the status FAILED of its own executions: while executions fail'),
    );
  });

  test('of what the workflow announces itself are refused on the same bus', () => {
    const announcing = (
      announced: boolean,
      route = { source: ['shop'], detailType: [EventMatch.prefix('Workflow ')] },
    ) => {
      const { app, stack, routed } = appWith((scope) => ({
        bus: new events.EventBus(scope, 'Bus'),
        routes: [EventRoute.of(route)],
      }));
      routed.workflow.announceTo(announced ? routed.bus : new events.EventBus(stack, 'Other'), { source: 'shop' });
      return () => app.synth();
    };
    expect(announcing(true)).toThrow(/routes must not match 'Workflow Started', which it announces itself/);
    expect(announcing(false)).not.toThrow();
    expect(announcing(true, { source: ['shop'], detailType: ['Order Placed'] })).not.toThrow();
  });
  describe('of events that the definition puts itself', () => {
    const REFUSED =
      /routes must not match 'Order Placed' of 'com\.example\.orders', which state 'Put' puts on the same bus, or every execution starts another/;
    const WARNED = "routes match 'Order Placed' of 'com.example.orders', which state 'Put' puts on the same bus";

    interface Put {
      readonly definition?: (put: sfn.TaskStateBase, stack: Stack) => sfn.IChainable;
      readonly entry?: Partial<tasks.EventBridgePutEventsEntry>;
      readonly props?: (stack: Stack) => Partial<EventRoutedWorkflowProps>;
      readonly bus?: 'same' | 'other' | 'default';
    }

    function looping({ definition = (put) => put, entry, props = () => ({}), bus = 'same' }: Put = {}) {
      return appWith((stack) => {
        const own = new events.EventBus(stack, 'Bus');
        const others = { same: own, other: new events.EventBus(stack, 'Other'), default: undefined };
        const put = tasks.EventBridgePutEvents.jsonata(stack, 'Put', {
          entries: [
            {
              source: PLACED.source[0],
              detailType: PLACED.detailType[0],
              detail: sfn.TaskInput.fromObject({ orderId: '{% $states.input.detail.orderId %}', total: 5 }),
              eventBus: others[bus],
              ...entry,
            },
          ],
        });
        return { bus: own, definition: definition(put, stack), ...props(stack) };
      });
    }

    const warnings = ({ app, stack }: ReturnType<typeof looping>) => {
      app.synth();
      return Annotations.fromStack(stack)
        .findWarning('*', Match.stringLikeRegexp('an execution may start another'))
        .map(({ entry }) => String(entry.data));
    };

    test.each<[string, Put]>([
      ['as its only state', {}],
      [
        'after others',
        { definition: (put, stack) => new sfn.Pass(stack, 'Before').next(put).next(new sfn.Pass(stack, 'After')) },
      ],
      [
        'on every way through a choice',
        {
          definition: (put, stack) =>
            new sfn.Choice(stack, 'Which')
              .when(sfn.Condition.isPresent('$.a'), new sfn.Pass(stack, 'A').next(put))
              .otherwise(put),
        },
      ],
      [
        'or fails',
        {
          definition: (put, stack) =>
            new sfn.Choice(stack, 'Which')
              .when(sfn.Condition.isPresent('$.a'), new sfn.Fail(stack, 'Fails'))
              .otherwise(put),
        },
      ],
      [
        'in a branch',
        { definition: (put, stack) => new sfn.Parallel(stack, 'All').branch(put).branch(new sfn.Pass(stack, 'B')) },
      ],
      ['even if its id is remembered', { props: () => ({ deduplicate: EventDeduplication.byEventId() }) }],
      [
        'with what the route asks for',
        {
          props: () => ({
            routes: [
              EventRoute.of({ ...PLACED, detail: { total: EventMatch.numeric('>', 1), orderId: EventMatch.exists() } }),
            ],
          }),
        },
      ],
    ])('are refused where every execution puts them, %s', (_, put) => {
      expect(() => looping(put).app.synth()).toThrow(REFUSED);
    });

    test.each<[string, Put]>([
      [
        'on one way of a choice',
        {
          definition: (put, stack) =>
            new sfn.Choice(stack, 'Which')
              .when(sfn.Condition.isPresent('$.a'), put)
              .otherwise(new sfn.Pass(stack, 'B')),
        },
      ],
      [
        'when something failed',
        {
          definition: (put, stack) =>
            new sfn.Parallel(stack, 'Try')
              .branch(new sfn.Pass(stack, 'B'))
              .addCatch(put)
              .next(new sfn.Pass(stack, 'C')),
        },
      ],
      ['for each of a list', { definition: (put, stack) => new sfn.Map(stack, 'Each').itemProcessor(put) }],
      [
        'where the order is recognized',
        { props: () => ({ deduplicate: EventDeduplication.byExpression('{% $event.detail.orderId %}') }) },
      ],
      [
        'where a value decides',
        { props: () => ({ routes: [EventRoute.of({ ...PLACED, detail: { orderId: ['o-1'] } })] }) },
      ],
      [
        'where a member may be missing',
        {
          entry: { detail: sfn.TaskInput.fromText('{% $states.input.detail %}') },
          props: () => ({ routes: [EventRoute.of({ ...PLACED, detail: { orderId: EventMatch.doesNotExist() } })] }),
        },
      ],
    ])('are warned of %s', (_, put) => {
      expect(warnings(looping(put))).toEqual([expect.stringContaining(WARNED)]);
    });

    test.each<[string, Put]>([
      ['of another type', { entry: { detailType: 'Order Fulfilled' } }],
      ['of a type that the input names', { entry: { detailType: '{% $states.input.type %}' } }],
      ['on another bus', { bus: 'other' }],
      ['on the default bus', { bus: 'default' }],
      [
        'with a value that the route does not take',
        { props: () => ({ routes: [EventRoute.of({ ...PLACED, detail: { total: [6] } })] }) },
      ],
      [
        'of another account than the route asks for',
        { props: () => ({ routes: [EventRoute.of({ ...PLACED, account: ['444455556666'] })] }) },
      ],
    ])('are left alone %s', (_, put) => {
      expect(warnings(looping(put))).toEqual([]);
    });

    test.each([
      ['', 'arn:aws:events:eu-west-1:111122223333:event-bus/orders', true],
      ['of another account', 'arn:aws:events:eu-west-1:444455556666:event-bus/orders', false],
      ['of another Region', 'arn:aws:events:us-east-1:111122223333:event-bus/orders', false],
    ])('are told by the ARN of a bus %s', (_, arn, refused) => {
      const { app } = looping({
        props: (stack) => ({ bus: events.EventBus.fromEventBusName(stack, 'Named', 'orders') }),
        definition: (_put, stack) =>
          tasks.EventBridgePutEvents.jsonata(stack, 'Putting', {
            entries: [
              {
                source: PLACED.source[0],
                detailType: PLACED.detailType[0],
                detail: sfn.TaskInput.fromObject({}),
                eventBus: events.EventBus.fromEventBusArn(stack, 'Known', arn),
              },
            ],
          }),
      });
      if (refused) expect(() => app.synth()).toThrow(/which state 'Putting' puts on the same bus/);
      else expect(() => app.synth()).not.toThrow();
    });

    test.each([
      ['orders', true],
      ['returns', false],
    ])('are told by the name that the app gave the bus: %s', (name, refused) => {
      const { app } = looping({
        props: (stack) => ({ bus: new events.EventBus(stack, 'Own', { eventBusName: 'orders' }) }),
        definition: (_put, stack) =>
          tasks.EventBridgePutEvents.jsonata(stack, 'Putting', {
            entries: [
              {
                source: PLACED.source[0],
                detailType: PLACED.detailType[0],
                detail: sfn.TaskInput.fromObject({}),
                eventBus: events.EventBus.fromEventBusName(stack, 'Named', name),
              },
            ],
          }),
      });
      if (refused) expect(() => app.synth()).toThrow(/which state 'Putting' puts on the same bus/);
      else expect(() => app.synth()).not.toThrow();
    });

    test('are no reason to stumble over a state that is not there', () => {
      const { app } = appWith((stack) => ({
        definition: new sfn.CustomState(stack, 'Which', {
          stateJson: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'Gone' }] },
        }).next(
          new tasks.EventBridgePutEvents(stack, 'Put', {
            entries: [{ source: 'other', detailType: 'other', detail: sfn.TaskInput.fromObject({}) }],
          }),
        ),
      }));
      expect(() => app.synth()).toThrow(/cdk-workflows:missingTarget/);
    });

    test('are seen in a call of the SDK and on a bus that is named', () => {
      const { app } = appWith((stack) => ({
        definition: tasks.CallAwsService.jsonata(stack, 'Put', {
          service: 'eventbridge',
          action: 'putEvents',
          iamAction: 'events:PutEvents',
          iamResources: ['*'],
          parameters: {
            Entries: [
              {
                EventBusName: 'default',
                Source: PLACED.source[0],
                DetailType: PLACED.detailType[0],
                Detail: '{"a": 1}',
              },
            ],
          },
        }),
      }));
      expect(() => app.synth()).toThrow(REFUSED);
    });
  });
});

test('the rule has a role for itself, a retry policy, and transforms nothing', () => {
  const { stack } = appWith();
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Events::Rule', {
    EventBusName: Match.absent(),
    Targets: [
      {
        Arn: { Ref: Match.stringLikeRegexp('OrdersWorkflow') },
        DeadLetterConfig: Match.anyValue(),
        Input: Match.absent(),
        InputPath: Match.absent(),
        InputTransformer: Match.absent(),
        RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
        RoleArn: Match.anyValue(),
      },
    ],
  });
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Principal: { Service: 'events.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111122223333' },
            ArnLike: { 'aws:SourceArn': Match.objectLike({}) },
          },
        },
      ],
    },
    Policies: [{ PolicyDocument: { Statement: [{ Action: 'states:StartExecution' }] } }],
  });
});

test('the alarms tell of events that were not delivered, on whatever bus', () => {
  const { routed, stack } = appWith((scope) => ({ bus: new events.EventBus(scope, 'Bus') }));
  const template = Template.fromStack(stack);
  expect(routed.alarms.map(({ node }) => node.path)).toEqual([
    ...routed.workflow.alarms.map(({ node }) => node.path),
    'Shop/Orders/FailedAlarm',
    'Shop/Orders/LostAlarm',
    'Shop/Orders/DeadLetterAlarm',
  ]);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'FailedInvocations',
    Dimensions: [
      { Name: 'EventBusName', Value: { Ref: Match.stringLikeRegexp('Bus') } },
      {
        Name: 'RuleName',
        Value: { 'Fn::Select': [1, { 'Fn::Split': ['|', { Ref: Match.stringLikeRegexp('Rule') }] }] },
      },
    ],
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'InvocationsFailedToBeSentToDlq' });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ApproximateNumberOfMessagesVisible' });
  const users = appWith((scope) => ({ deadLetterQueue: new sqs.Queue(scope, 'Mine') })).routed.alarms;
  expect(users.map(({ node }) => node.id)).not.toContain('DeadLetterAlarm');
  expect(appWith(() => ({ alarms: false })).routed.alarms).toEqual([]);
});

test('pattern and definition are what the snapshot shows', () => {
  const { stack, routed } = appWith(() => ({
    routes: [EventRoute.of(PLACED), EventRoute.of({ ...PLACED, detailType: ['Order Confirmed'] })],
    input: RouteInput.fromObject({ orderId: '{% $event.detail.orderId %}' }),
    deduplicate: EventDeduplication.byEventId(),
  }));
  const { eventPattern } = routed.rule.node.defaultChild as events.CfnRule;
  expect({ pattern: stack.resolve(eventPattern), definition: definitionIn(stack) }).toMatchSnapshot();
});

test('a bus can be given by its name, that of a partner, too, and two of them fit into a stack', () => {
  const { app, stack } = appWith((scope) => ({
    bus: events.EventBus.fromEventBusName(scope, 'Partner', 'aws.partner/example.com/123/orders'),
  }));
  new EventRoutedWorkflow(stack, 'More', {
    definition: new sfn.Pass(new Construct(stack, 'Other'), 'Work'),
    routes: [EventRoute.of(PLACED)],
  });
  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventBusName: 'aws.partner/example.com/123/orders',
  });
  expect(() => app.synth()).not.toThrow();
});
