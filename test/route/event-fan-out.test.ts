import { Aws, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { type EventFanOutOptions, type EventFilter, EventMatch, EventRoute, type EventRouterProps } from '../../src';
import { rehearse } from './event-app';
import { PLACED, placed, routerIn } from './router-app';

const ORDERS = EventRoute.of({ source: ['com.example.orders'], detailType: [EventMatch.prefix('Order ')] });

function fannedOut(
  options: (stack: Stack) => Partial<EventFanOutOptions> = () => ({}),
  props?: (stack: Stack) => EventRouterProps,
) {
  const { app, stack, bus, router } = routerIn(props);
  const [all, german, big] = ['All', 'German', 'Big'].map((id) => new sqs.Queue(stack, id));
  const fanOut = router.fanOut('Orders', {
    route: ORDERS,
    queues: [
      { queue: all },
      { queue: german, filterPolicy: { detailType: ['Order Placed'], detail: { country: ['DE', 'AT'] } } },
      { queue: big, filterPolicy: { detail: { total: EventMatch.numeric('>', 100) } } },
    ],
    ...options(stack),
  });
  return { app, stack, bus, router, fanOut, all, german, big };
}

describe('a fan-out', () => {
  test('gives each queue the events that its filter lets through, as a rule would', async () => {
    const { app, bus, all, german, big } = fannedOut();
    const rehearsal = rehearse(app);
    const put = await rehearsal.putEvents([
      placed(bus, { country: 'DE', total: 1 }),
      placed(bus, { country: 'FR', total: 101 }),
      { ...placed(bus, { country: 'DE', total: 1 }), detailType: 'Order Lost' },
      { ...placed(bus, { country: 'DE', total: 999 }), detailType: 'Return Arrived' },
    ]);
    expect(rehearsal.messages(all)).toEqual(put.slice(0, 3));
    expect(rehearsal.messages(german)).toEqual([put[0]]);
    expect(rehearsal.messages(big)).toEqual([put[1]]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('delivers whatever the detail', async () => {
    const { app, bus, all } = fannedOut();
    const rehearsal = rehearse(app);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), async (detail) => {
        const [event] = await rehearsal.putEvents([placed(bus, JSON.parse(JSON.stringify(detail)))]);
        expect(rehearsal.messages(all).at(-1)).toEqual(JSON.parse(JSON.stringify(event)));
      }),
      { numRuns: 100 },
    );
  });

  test('tries again while the topic, or a queue, does not answer', async () => {
    const { app, bus, all, big, fanOut } = fannedOut();
    const rehearsal = rehearse(app);
    rehearsal.outage(fanOut.topic.topicArn, Duration.hours(2));
    rehearsal.outage(all.queueArn, Duration.hours(4));
    const [event] = await rehearsal.putEvents([placed(bus, { total: 200 })]);
    await rehearsal.advance(Duration.hours(3));
    expect(rehearsal.messages(big)).toEqual([event]);
    expect(rehearsal.messages(all)).toEqual([]);
    await rehearsal.advance(Duration.hours(2));
    expect(rehearsal.messages(all)).toEqual([event]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('leaves what a queue does not take in the dead-letter queue', async () => {
    const { app, bus, router, all, big } = fannedOut();
    const policy = all.node.findChild('Policy').node.defaultChild as sqs.CfnQueuePolicy;
    policy.addPropertyOverride('PolicyDocument.Statement', []);
    const rehearsal = rehearse(app);
    const [event] = await rehearsal.putEvents([placed(bus, { total: 200 })]);
    expect(rehearsal.messages(big)).toEqual([event]);
    expect(rehearsal.messages(router.deadLetterQueue)).toEqual([event]);
  });

  test('leaves what the topic does not take in the dead-letter queue', async () => {
    const { app, stack, bus } = fannedOut();
    for (const node of stack.node.findAll()) {
      if (/Topic\/Policy\/Resource$/.test(node.node.path)) {
        (node as sqs.CfnQueuePolicy).addPropertyOverride('PolicyDocument.Statement', []);
      }
    }
    const rehearsal = rehearse(app);
    await rehearsal.putEvents([placed(bus)]);
    expect(rehearsal.deadLetters()).toMatchObject([{ attributes: { ERROR_CODE: 'NO_PERMISSIONS' } }]);
  });

  test('leaves events in the dead-letter queue where the key of the topic is closed', async () => {
    const { app, stack, bus } = fannedOut();
    const key = stack.node.findAll().find((node) => node instanceof kms.CfnKey) as kms.CfnKey;
    key.addPropertyOverride('KeyPolicy.Statement', []);
    const rehearsal = rehearse(app);
    await rehearsal.putEvents([placed(bus)]);
    expect(rehearsal.deadLetters()).toMatchObject([{ attributes: { ERROR_CODE: 'NO_PERMISSIONS' } }]);
  });

  test('may have a dead-letter queue and limits of its own, and encrypted queues', async () => {
    const { app, stack, bus, router } = routerIn();
    const deadLetterQueue = new sqs.Queue(stack, 'Dead');
    const queue = new sqs.Queue(stack, 'Secret', { encryptionMasterKey: new kms.Key(stack, 'QueueKey') });
    const encryptionKey = new kms.Key(stack, 'TopicKey');
    const limits = { deadLetterQueue, retryAttempts: 3, maxEventAge: Duration.minutes(10) };
    const fanOut = router.fanOut('Orders', { route: ORDERS, queues: [{ queue }], encryptionKey, ...limits });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::KMS::Key', 2);
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: stack.resolve(encryptionKey.keyArn) });
    const rehearsal = rehearse(app);
    const [event] = await rehearsal.putEvents([placed(bus)]);
    expect(rehearsal.messages(queue)).toEqual([event]);
    rehearsal.outage(fanOut.topic.topicArn, Duration.hours(1));
    const [late] = await rehearsal.putEvents([placed(bus)]);
    await rehearsal.advance(Duration.hours(1));
    expect(rehearsal.messages(deadLetterQueue)).toEqual([late]);
    expect(rehearsal.deadLetters()).toMatchObject([{ attributes: { RETRY_ATTEMPTS: '3' } }]);
  });

  test('is one rule; its topic is encrypted, its subscriptions are raw and there before the rule', () => {
    const { stack, fanOut } = fannedOut();
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Events::Rule', 1);
    template.allResourcesProperties('AWS::SNS::Subscription', {
      Protocol: 'sqs',
      RawMessageDelivery: true,
      RedrivePolicy: { deadLetterTargetArn: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: { 'detail-type': ['Order Placed'], detail: { country: ['DE', 'AT'] } },
    });
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
    const [rule] = Object.values(template.findResources('AWS::Events::Rule'));
    const subscriptions = Object.keys(template.findResources('AWS::SNS::Subscription'));
    expect(rule.DependsOn).toEqual(expect.arrayContaining(subscriptions));
    expect(stack.resolve(fanOut.route.metricFailed())).toMatchObject({ metricName: 'FailedInvocations' });
  });

  test('shares one key with the others of its router', () => {
    const { stack, router } = fannedOut();
    router.fanOut('Returns', {
      route: EventRoute.of({ source: ['com.example.returns'], detailType: ['Return Arrived'] }),
      queues: [{ queue: new sqs.Queue(stack, 'Returns Queue') }],
    });
    Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 1);
  });

  test('reaches queues of another stack, which does not depend on that of the router', async () => {
    const { app, bus, router } = routerIn();
    const env = { account: '111122223333', region: 'eu-west-1' };
    const other = new Stack(app, 'Others', { env });
    const queue = new sqs.Queue(other, 'Queue', { encryptionMasterKey: new kms.Key(other, 'Key') });
    router.fanOut('Orders', { route: ORDERS, queues: [{ queue }] });
    const rehearsal = rehearse(app);
    const [event] = await rehearsal.putEvents([placed(bus)]);
    expect(rehearsal.messages(queue)).toEqual([event]);
  });
});

describe('a fan-out to queues that look alike', () => {
  const route = ORDERS;

  test('subscribes each of those that have the same id, under one that no other changes', async () => {
    const { app, stack, bus, router } = routerIn();
    const env = { account: '111122223333', region: 'eu-west-1' };
    const other = new Stack(app, 'Others', { env });
    const [mails, bills, there] = [new Construct(stack, 'Mails'), new Construct(stack, 'Bills'), other].map(
      (scope) => new sqs.Queue(scope, 'Queue'),
    );
    const fanOut = router.fanOut('Orders', { route, queues: [{ queue: mails }, { queue: bills }, { queue: there }] });
    const ids = fanOut.node.children.map(({ node }) => node.id).filter((id) => id.startsWith('Queue-'));
    expect(ids).toEqual(['Queue-Mails--Queue', 'Queue-Bills--Queue', 'Queue-Others--Queue']);
    const rehearsal = rehearse(app);
    const [event] = await rehearsal.putEvents([placed(bus)]);
    for (const queue of [mails, bills, there]) expect(rehearsal.messages(queue)).toEqual([event]);
  });

  test('refuses the same queue by two names', () => {
    const { stack, router } = routerIn();
    const queue = new sqs.Queue(stack, 'Queue');
    const again = sqs.Queue.fromQueueArn(stack, 'Again', queue.queueArn);
    expect(() => router.fanOut('Orders', { route, queues: [{ queue }, { queue: again }] })).toThrow(
      /queues\[1\]\.queue must not be named twice/,
    );
  });
});

describe('the key of a topic', () => {
  test('is told for which topics, not for which rules: EventBridge does not say', () => {
    const { stack } = fannedOut();
    const topics = {
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sns:eu-west-1:111122223333:*']],
    };
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          {
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Condition: { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': topics } },
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Resource: '*',
          },
        ]),
      },
    });
  });

  test('closed to other accounts and rules it is closed to EventBridge', async () => {
    const { app, stack, bus } = fannedOut();
    const key = stack.node.findAll().find((node) => node instanceof kms.CfnKey) as kms.CfnKey;
    key.addPropertyOverride('KeyPolicy.Statement.1.Condition', {
      StringEquals: { 'aws:SourceAccount': stack.account },
    });
    const rehearsal = rehearse(app);
    await rehearsal.putEvents([placed(bus)]);
    expect(rehearsal.deadLetters()).toMatchObject([{ attributes: { ERROR_CODE: 'NO_PERMISSIONS' } }]);
  });
});

test('a filter says "but not a beginning" as SNS reads it', () => {
  const { stack } = fannedOut((scope) => ({
    queues: [
      {
        queue: new sqs.Queue(scope, 'Filtered'),
        filterPolicy: { detail: { $or: [{ key: EventMatch.anythingButPrefix('a') }, { total: [1e9] }] } },
      },
    ],
  }));
  Template.fromStack(stack).hasResourceProperties('AWS::SNS::Subscription', {
    FilterPolicy: { detail: { $or: [{ key: [{ 'anything-but': { prefix: 'a' } }] }, { total: [1e9] }] } },
  });
});

describe('refused at synthesis', () => {
  const refused = (options: (stack: Stack) => Partial<EventFanOutOptions>) => expect(() => fannedOut(options));

  test('no queues', () => {
    refused(() => ({ queues: [] })).toThrow(/queues must not be empty: write \[\{ queue \}\]/);
  });

  test.each([
    [
      'a FIFO queue',
      { fifo: true },
      /queues\[0\]\.queue must not be a FIFO queue, to which no standard topic delivers/,
    ],
    [
      'a queue with the key of AWS',
      { encryption: sqs.QueueEncryption.KMS_MANAGED },
      /queues\[0\]\.queue must not be encrypted with aws\/sqs/,
    ],
  ])('%s', (_, props, message) => {
    refused((stack) => ({ queues: [{ queue: new sqs.Queue(stack, 'Bad', props) }] })).toThrow(message);
  });

  test('a queue twice, and one of another Region', () => {
    refused((stack) => {
      const queue = new sqs.Queue(stack, 'Twice');
      return { queues: [{ queue }, { queue }] };
    }).toThrow(/queues\[1\]\.queue must not be named twice/);
    refused((stack) => ({
      queues: [{ queue: sqs.Queue.fromQueueArn(stack, 'There', 'arn:aws:sqs:us-east-1:111122223333:there') }],
    })).toThrow(
      /queues\[0\]\.queue must be in the account and Region of its rule, received one in 111122223333\/us-east-1/,
    );
  });

  const filtered = (filterPolicy: EventFilter, route = ORDERS) =>
    fannedOut((stack) => ({ route, queues: [{ queue: new sqs.Queue(stack, 'Filtered'), filterPolicy }] }));

  test.each<[string, EventFilter, RegExp]>([
    ['a filter of nothing', {}, /queues\[0\]\.filterPolicy must name a field: leave it out/],
    ['an empty list', { detail: { a: [] } }, /must be one that SNS takes, .*Empty arrays are not allowed/],
    [
      'too many combinations',
      { detail: { a: ['1', '2', '3', '4', '5', '6', '7'], b: ['1', '2', '3', '4', '5', '6', '7'] } },
      /must be one that SNS takes, .*too complex/,
    ],
    [
      'a wildcard',
      { detail: { key: EventMatch.wildcard('in/*.png') } },
      /must only compare as SNS does, received \{"wildcard":"in\/\*\.png"\} for detail\.key: filter so in the route/,
    ],
    ['a prefix in any case', { detail: { key: EventMatch.prefixIgnoreCase('a') } }, /must only compare as SNS does/],
    ['not a form', { detail: { key: EventMatch.anythingButWildcard('*a') } }, /must only compare as SNS does/],
    ['not an end', { detail: { key: EventMatch.anythingButSuffix('a') } }, /must only compare as SNS does/],
    [
      'not two beginnings',
      { detail: { key: EventMatch.anythingButPrefix('a', 'b') } },
      /must only compare as SNS does/,
    ],
    [
      'a wildcard in one of two',
      { detail: { $or: [{ key: EventMatch.wildcard('a*') }, { total: [1] }] } },
      /must only compare as SNS does, received \{"wildcard":"a\*"\} for detail\.key/,
    ],
    [
      'a number that SNS does not know',
      { detail: { total: EventMatch.numeric('>', 2e9) } },
      /must compare with numbers from -1000000000 to 1000000000, .*received \{"numeric":\[">",2000000000\]\} for detail\.total/,
    ],
    [
      'a type that the route does not let through',
      { detailType: ['Return Arrived'] },
      /must match some event of the route, but for detail-type the route lets \[\{"prefix":"Order "\}\] through, and the filter wants \["Return Arrived"\]: no event ever comes to this queue/,
    ],
    [
      'another source',
      { source: [EventMatch.suffix('.returns')] },
      /must match some event of the route, but for source/,
    ],
  ])('%s', (_, filterPolicy, message) => {
    expect(() => filtered(filterPolicy)).toThrow(message);
  });

  test('a field that is there in one and missing in the other', () => {
    const withCoupon = EventRoute.of({ ...PLACED, detail: { coupon: EventMatch.exists() } });
    expect(() => filtered({ detail: { coupon: EventMatch.doesNotExist() } }, withCoupon)).toThrow(/for detail\.coupon/);
    const without = EventRoute.of({ ...PLACED, detail: { coupon: EventMatch.doesNotExist() } });
    expect(() => filtered({ detail: { coupon: ['A'] } }, without)).toThrow(/for detail\.coupon/);
    expect(() => filtered({ detail: { coupon: EventMatch.doesNotExist() } }, without)).not.toThrow();
  });

  test('nothing on a guess: a detail may be a list, a value may be a token', () => {
    const german = EventRoute.of({ ...PLACED, detail: { country: ['DE'] }, region: [Aws.REGION] });
    const { stack } = filtered({ detail: { country: ['FR'] }, region: ['us-east-1'] }, german);
    Annotations.fromStack(stack).hasWarning(
      '*',
      Match.stringLikeRegexp(
        'wants \\["FR"\\] for detail.country, of which the route lets \\["DE"\\] through: unless that is a list',
      ),
    );
  });

  test('no filter that some event passes, whatever route and filter are', () => {
    const texts = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'ab'), { minLength: 1, maxLength: 3 });
    const list = fc.oneof(
      texts.map((some) => ({ list: some, isListed: true, takes: (text: string) => (some as string[]).includes(text) })),
      fc.constantFrom('a', 'b').map((prefix) => ({
        list: [EventMatch.prefix(prefix)],
        isListed: false,
        takes: (text: string) => text.startsWith(prefix),
      })),
    );
    fc.assert(
      fc.property(list, list, (passed, wanted) => {
        const build = () =>
          filtered({ source: wanted.list }, EventRoute.of({ source: passed.list, detailType: ['x'] }));
        const common = ['a', 'b', 'c', 'ab', 'abc', 'bc'].some((text) => passed.takes(text) && wanted.takes(text));
        if (common) expect(build).not.toThrow();
        else if (passed.isListed || wanted.isListed) expect(build).toThrow('must match some event of the route');
      }),
      { numRuns: 40 },
    );
  });
});
