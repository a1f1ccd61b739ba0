import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { EventMatch, EventRoute, RouteInput, RouteTarget } from '../../src';
import { rehearse } from './event-app';
import { KINDS, logGroupIn, PLACED, placed, routedTo, routerIn } from './router-app';

const KIND_NAMES = Object.keys(KINDS);

describe.each(KIND_NAMES)('a target of the kind %s', (kind) => {
  test('gets every event of its route as it is, and no other', async () => {
    const { app, bus, received, prepare } = routedTo(kind);
    const rehearsal = rehearse(app);
    prepare?.(rehearsal);
    const [event] = await rehearsal.putEvents([placed(bus), { ...placed(bus), detailType: 'Order Lost' }]);
    expect(received(rehearsal)).toEqual([event]);
    expect(rehearsal.deadLetters()).toEqual([]);
    expect(rehearsal.droppedEvents()).toEqual([]);
  });

  test('gets what its input says', async () => {
    const { app, bus, received, prepare } = routedTo(kind, {
      input: RouteInput.fromObject({
        order: '{% $event.detail %}',
        when: '{% $event.time %}',
        type: '{% $event.`detail-type` %}',
        by: 'router <1>',
        n: [1, true, null],
      }),
    });
    const rehearsal = rehearse(app);
    prepare?.(rehearsal);
    await rehearsal.putEvents([placed(bus)]);
    const order = { orderId: 'o-1', total: 120 };
    const type = 'Order Placed';
    expect(received(rehearsal)).toEqual([
      { order, when: '2026-03-01T08:00:00Z', type, by: 'router <1>', n: [1, true, null] },
    ]);
  });

  test('that does not answer gets the event later', async () => {
    const { app, bus, received, prepare, arn } = routedTo(kind);
    const rehearsal = rehearse(app);
    prepare?.(rehearsal);
    rehearsal.outage(arn, Duration.hours(20));
    const [event] = await rehearsal.putEvents([placed(bus)]);
    expect(received(rehearsal)).toEqual([]);
    await rehearsal.advance(Duration.hours(21));
    expect(received(rehearsal)).toEqual([event]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test.each([
    ['as often', { retryAttempts: 3 }, 'MaximumRetryAttempts', '3'],
    [
      'as long',
      { maxEventAge: Duration.minutes(5), retryAttempts: 100 },
      'MaximumEventAgeInSeconds',
      expect.stringMatching(/^\d+$/),
    ],
  ])('is given up after it was tried %s as the target says', async (_, limits, condition, retries) => {
    const { app, bus, router, received, prepare, arn } = routedTo(kind, limits, () => ({ retryAttempts: 7 }));
    const rehearsal = rehearse(app);
    prepare?.(rehearsal);
    rehearsal.outage(arn, Duration.hours(1));
    const [event] = await rehearsal.putEvents([placed(bus)]);
    await rehearsal.advance(Duration.hours(2));
    expect(received(rehearsal)).toEqual([]);
    expect(rehearsal.messages(router.deadLetterQueue)).toEqual([event]);
    expect(rehearsal.deadLetters()).toMatchObject([
      { attributes: { ERROR_CODE: 'THROTTLING', EXHAUSTED_RETRY_CONDITION: condition, RETRY_ATTEMPTS: retries } },
    ]);
  });

  test('that the rule may not reach leaves the event in the dead-letter queue at once', async () => {
    const { app, stack, bus, router, received, prepare } = routedTo(kind);
    takeRightsAway(stack);
    const rehearsal = rehearse(app);
    prepare?.(rehearsal);
    const [event] = await rehearsal.putEvents([placed(bus)]);
    expect(received(rehearsal)).toEqual([]);
    expect(rehearsal.messages(router.deadLetterQueue)).toEqual([event]);
    expect(rehearsal.deadLetters()).toMatchObject([{ attributes: { ERROR_CODE: 'NO_PERMISSIONS' } }]);
  });

  test('may have a dead-letter queue of its own', async () => {
    const { app, stack, bus, router } = routerIn();
    const deadLetterQueue = new sqs.Queue(stack, 'Own');
    const { target, prepare } = KINDS[kind](stack, { deadLetterQueue }, []);
    router.addRoute('Placed', { route: EventRoute.of(PLACED), targets: [target] });
    takeRightsAway(stack, 'Own');
    const rehearsal = rehearse(app);
    prepare?.(rehearsal);
    const [event] = await rehearsal.putEvents([placed(bus)]);
    expect(rehearsal.messages(deadLetterQueue)).toEqual([event]);
    expect(rehearsal.messages(router.deadLetterQueue)).toEqual([]);
  });

  test('has explicit retries, a rule of its own and nothing for another target', () => {
    const { stack } = routedTo(kind, { maxEventAge: Duration.hours(2) }, () => ({ retryAttempts: 7 }));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Events::Rule', 1);
    template.hasResourceProperties('AWS::Events::Rule', {
      Targets: [
        {
          RetryPolicy: { MaximumRetryAttempts: 7, MaximumEventAgeInSeconds: 7200 },
          DeadLetterConfig: { Arn: Match.anyValue() },
        },
      ],
    });
  });
});

/** Roles without rights, resources without policies, but for the queues of dead letters. */
function takeRightsAway(stack: ReturnType<typeof routerIn>['stack'], ...kept: string[]): void {
  for (const node of stack.node.findAll()) {
    const resource = node as { cfnResourceType?: string };
    const isKept = /DeadLetters/.test(node.node.path) || kept.some((name) => node.node.path.includes(`/${name}/`));
    if (resource.cfnResourceType === 'AWS::IAM::Role' && /Router/.test(node.node.path)) {
      (node as iam.CfnRole).policies = [];
    }
    if (/::(QueuePolicy|TopicPolicy|Permission)$/.test(String(resource.cfnResourceType)) && !isKept) {
      (node as sqs.CfnQueuePolicy).addPropertyOverride('PolicyDocument.Statement', []);
      (node as sqs.CfnQueuePolicy).addPropertyOverride('Principal', 'nobody.amazonaws.com');
    }
  }
}

describe('a log group', () => {
  test('gets every event of its route, by one policy for all groups of the stack', async () => {
    const { app, stack, bus, router } = routerIn();
    const [placedGroup, lostGroup] = [logGroupIn(stack, 'Placed'), logGroupIn(stack, 'Lost')];
    router.addRoute('Placed', { route: EventRoute.of(PLACED), targets: [RouteTarget.logGroup(placedGroup)] });
    const lost = EventRoute.of({ ...PLACED, detailType: ['Order Lost'] });
    router.addRoute('Lost', { route: lost, targets: [RouteTarget.logGroup(lostGroup, { retryAttempts: 5 })] });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Logs::ResourcePolicy', 1);
    template.resourceCountIs('AWS::Lambda::Function', 0);
    template.hasResourceProperties('AWS::Events::Rule', {
      Targets: [{ RetryPolicy: { MaximumRetryAttempts: 5 }, RoleArn: Match.absent(), InputPath: Match.absent() }],
    });
    const rehearsal = rehearse(app);
    const [event] = await rehearsal.putEvents([placed(bus)]);
    expect(rehearsal.logEvents(placedGroup)).toEqual([event]);
    expect(rehearsal.logEvents(lostGroup)).toEqual([]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('without the policy leaves the event in the dead-letter queue', async () => {
    const { app, stack, bus, router } = routerIn();
    router.addRoute('Placed', { route: EventRoute.of(PLACED), targets: [RouteTarget.logGroup(logGroupIn(stack))] });
    stack.node.tryRemoveChild('CdkWorkflowsEventLogs');
    for (const rule of router.node.findAll()) {
      if (rule instanceof events.CfnRule)
        for (const one of rule.obtainDependencies()) rule.removeDependency(one as never);
    }
    const rehearsal = rehearse(app);
    const [event] = await rehearsal.putEvents([placed(bus)]);
    expect(rehearsal.messages(router.deadLetterQueue)).toEqual([event]);
  });
});

describe('another bus', () => {
  const forwarding = () => {
    const parts = routerIn((stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Dead') }));
    const other = new events.EventBus(parts.stack, 'Other');
    parts.router.addRoute('Placed', { route: EventRoute.of(PLACED), targets: [RouteTarget.bus(other)] });
    return { ...parts, other };
  };

  test('gets the event as it is; neither retries nor input are written for it', async () => {
    const { app, stack, bus, other } = forwarding();
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { account: ['111122223333'], region: ['eu-west-1'], source: ['com.example.orders'] },
      Targets: [
        { RetryPolicy: Match.absent(), Input: Match.absent(), InputPath: Match.absent(), RoleArn: Match.anyValue() },
      ],
    });
    const rehearsal = rehearse(app);
    const [event] = await rehearsal.putEvents([placed(bus)]);
    expect(rehearsal.events(other)).toEqual([event]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('that the role may not reach leaves the event in the dead-letter queue', async () => {
    const { app, stack, bus, router } = forwarding();
    takeRightsAway(stack, 'Dead');
    const rehearsal = rehearse(app);
    const [event] = await rehearsal.putEvents([placed(bus)]);
    expect(rehearsal.messages(router.deadLetterQueue)).toEqual([event]);
  });

  test('gets what the route says of accounts, where it says so', () => {
    const { stack, router } = routerIn();
    const route = EventRoute.of({ ...PLACED, account: ['444455556666'] });
    router.addRoute('Placed', { route, targets: [RouteTarget.bus(new events.EventBus(stack, 'Other'))] });
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { account: ['444455556666'], region: ['eu-west-1'] },
    });
  });
});

describe('a router', () => {
  test('sends an event to every target of every route that takes it', async () => {
    const { app, stack, bus, router } = routerIn();
    const queues = Array.from({ length: 7 }, (_, index) => new sqs.Queue(stack, `Q${index}`));
    router.addRoute('Placed', {
      route: EventRoute.of(PLACED),
      targets: queues.map((queue) => RouteTarget.queue(queue)),
    });
    const big = EventRoute.of({ ...PLACED, detail: { total: EventMatch.numeric('>', 100) } });
    router.addRoute('Big', { route: big, targets: [RouteTarget.queue(queues[0])] });
    Template.fromStack(stack).resourceCountIs('AWS::Events::Rule', 8);
    const rehearsal = rehearse(app);
    const [event] = await rehearsal.putEvents([placed(bus)]);
    expect(queues.map((queue) => rehearsal.messages(queue).length)).toEqual([2, 1, 1, 1, 1, 1, 1]);
    expect(rehearsal.messages(queues[0])).toEqual([event, event]);
  });

  test('has one dead-letter queue for all routes, which its bus alone may use, and an alarm for it', () => {
    const { stack, router } = routedTo('queue');
    router.addRoute('Again', {
      route: EventRoute.of({ ...PLACED, detailType: ['Order Lost'] }),
      targets: [RouteTarget.queue(new sqs.Queue(stack, 'Lost'))],
    });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [stack.resolve(router.deadLetterQueue.queueUrl)],
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny' }),
          {
            Action: 'sqs:SendMessage',
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Resource: stack.resolve(router.deadLetterQueue.queueArn),
            Condition: {
              StringEquals: { 'aws:SourceAccount': '111122223333' },
              ArnLike: {
                'aws:SourceArn': {
                  'Fn::Join': [
                    '',
                    [
                      'arn:',
                      { Ref: 'AWS::Partition' },
                      ':events:eu-west-1:111122223333:rule/',
                      { Ref: Match.stringLikeRegexp('Bus') },
                      '/*',
                    ],
                  ],
                },
              },
            },
          },
        ],
      },
    });
    template.resourceCountIs('AWS::CloudWatch::Alarm', 1);
    expect(router.alarms).toHaveLength(1);
  });

  test('makes no rule before the policies of its target and of the dead-letter queue are there', () => {
    const { stack } = routedTo('queue');
    const rules = Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule'));
    expect(rules.map(({ DependsOn }) => DependsOn.length)).toEqual([2]);
  });

  test('has no alarm for a queue of the user, nor where none is wanted', () => {
    expect(routedTo('queue', {}, () => ({ alarms: false })).router.alarms).toEqual([]);
    expect(routedTo('queue', {}, (stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Mine') })).router.alarms).toEqual(
      [],
    );
  });

  test('routes the events of the default bus, and of a partner', () => {
    for (const bus of [undefined, 'aws.partner/example.com/123']) {
      const { stack } = routedTo('stream', {}, (scope) => ({
        bus: bus === undefined ? undefined : events.EventBus.fromEventBusName(scope, 'Partner Bus', bus),
      }));
      Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', { EventBusName: bus ?? Match.absent() });
    }
  });

  test('knows how many events did not arrive, for each route', () => {
    const { stack, router, route } = routedTo('queue');
    expect(stack.resolve(route.metricFailed())).toMatchObject({ metricName: 'FailedInvocations' });
    expect(route.rules).toHaveLength(1);
    const both = router.addRoute('Both', {
      route: EventRoute.of({ ...PLACED, detailType: ['Order Lost'] }),
      targets: ['A', 'B'].map((id) => RouteTarget.queue(new sqs.Queue(stack, id))),
    });
    expect(both.metricLost().toMetricConfig().mathExpression).toMatchObject({
      expression: 'FILL(m0, 0) + FILL(m1, 0)',
      usingMetrics: {
        m0: { metricName: 'InvocationsFailedToBeSentToDlq', dimensions: { EventBusName: expect.anything() } },
      },
    });
  });

  test('keeps the logical ids of rules when targets come before them', () => {
    const idOf = (before: boolean) => {
      const { stack, router } = routerIn();
      const targets = [...(before ? ['First'] : []), 'Second'].map((id) => RouteTarget.queue(new sqs.Queue(stack, id)));
      router.addRoute('Placed', { route: EventRoute.of(PLACED), targets });
      return Object.keys(Template.fromStack(stack).findResources('AWS::Events::Rule')).filter((id) =>
        /Second/.test(id),
      );
    };
    expect(idOf(true)).toEqual(idOf(false));
  });
});

test('a queue that many rules send to has one statement for them, and a standard one takes a group', async () => {
  const { app, stack, bus, router } = routerIn();
  const queue = new sqs.Queue(stack, 'Q');
  const targets = Array.from({ length: 30 }, () => RouteTarget.queue(queue, { messageGroupId: 'tenant' }));
  router.addRoute('Placed', { route: EventRoute.of(PLACED), targets });
  const [policy] = Object.values(
    Template.fromStack(stack).findResources('AWS::SQS::QueuePolicy', {
      Properties: { Queues: [stack.resolve(queue.queueUrl)] },
    }),
  );
  expect(policy.Properties.PolicyDocument.Statement).toHaveLength(1);
  const rehearsal = rehearse(app);
  await rehearsal.putEvents([placed(bus)]);
  expect(rehearsal.messages(queue)).toHaveLength(30);
});
