import { App, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Rehearsal } from '../../../../src/testing';

function appWith() {
  const app = new App();
  const stack = new Stack(app, 'Orders');
  return { app, stack, topic: new sns.Topic(stack, 'Topic'), queue: new sqs.Queue(stack, 'Queue') };
}

const allowTopic = (queue: sqs.Queue, topic: sns.ITopic) =>
  new sns.Subscription(queue, 'Subscription', {
    topic,
    protocol: sns.SubscriptionProtocol.SQS,
    endpoint: queue.queueArn,
    rawMessageDelivery: true,
  });

test('a queue gets the message in its envelope', async () => {
  const { app, topic, queue } = appWith();
  topic.addSubscription(new subscriptions.SqsSubscription(queue));
  const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T08:00:00Z') });
  const id = await rehearsal.publish(
    topic,
    { orderId: 'o-1' },
    { subject: 'Order', attributes: { kind: 'new', total: 5 } },
  );
  const [envelope] = rehearsal.messages(queue);
  expect(envelope).toEqual({
    Type: 'Notification',
    MessageId: id,
    TopicArn: expect.stringMatching(/^arn:aws:sns:us-east-1:111122223333:/),
    Subject: 'Order',
    Message: '{"orderId":"o-1"}',
    Timestamp: '2026-03-01T08:00:00.000Z',
    SignatureVersion: '1',
    Signature: expect.any(String),
    SigningCertURL: expect.any(String),
    UnsubscribeURL: expect.any(String),
    MessageAttributes: { kind: { Type: 'String', Value: 'new' }, total: { Type: 'Number', Value: '5' } },
  });
});

test('or the very message with its attributes, where the subscription is raw', async () => {
  const { app, topic, queue } = appWith();
  topic.addSubscription(new subscriptions.SqsSubscription(queue, { rawMessageDelivery: true }));
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.publish(topic, 'plain "text"', { attributes: { sizes: ['s', 1, true] } });
  expect(rehearsal.messages(queue)).toEqual(['plain "text"']);
});

test('a filter policy lets some messages through, by attributes or by the body', async () => {
  const { app, stack, topic, queue } = appWith();
  const other = new sqs.Queue(stack, 'Other');
  topic.addSubscription(
    new subscriptions.SqsSubscription(queue, {
      rawMessageDelivery: true,
      filterPolicy: { kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['new'] }) },
    }),
  );
  topic.addSubscription(
    new subscriptions.SqsSubscription(other, {
      rawMessageDelivery: true,
      filterPolicyWithMessageBody: {
        order: sns.FilterOrPolicy.policy({
          total: sns.FilterOrPolicy.filter(sns.SubscriptionFilter.numericFilter({ greaterThan: 100 })),
        }),
      },
    }),
  );
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.publish(topic, { order: { total: 5 } }, { attributes: { kind: 'new' } });
  await rehearsal.publish(topic, { order: { total: 500 } }, { attributes: { kind: 'old' } });
  await rehearsal.publish(topic, 'text');
  expect(rehearsal.messages(queue)).toEqual([{ order: { total: 5 } }]);
  expect(rehearsal.messages(other)).toEqual([{ order: { total: 500 } }]);
});

test('what workflows and rules publish is delivered, too, with a text for each protocol', async () => {
  const { app, stack, topic, queue } = appWith();
  topic.addSubscription(new subscriptions.SqsSubscription(queue, { rawMessageDelivery: true }));
  const definition = tasks.SnsPublish.jsonPath(stack, 'Tell', {
    topic,
    message: sfn.TaskInput.fromObject({ default: 'for all', sqs: 'for queues' }),
    messagePerSubscriptionType: true,
  });
  const teller = new sfn.StateMachine(stack, 'Teller', {
    definitionBody: sfn.DefinitionBody.fromChainable(definition),
  });
  new events.Rule(stack, 'Rule', { eventPattern: { source: ['shop'] }, targets: [new targets.SnsTopic(topic)] });
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.start(teller);
  const [event] = await rehearsal.putEvents([{ source: 'shop', detailType: 'Order', detail: {} }]);
  expect(rehearsal.messages(queue)).toEqual(['for queues', event]);
});

test('a function is called with a record', async () => {
  const { app, stack, topic } = appWith();
  const handler = new lambda.Function(stack, 'Handler', {
    code: lambda.Code.fromInline('-'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_20_X,
  });
  topic.addSubscription(new subscriptions.LambdaSubscription(handler));
  const rehearsal = Rehearsal.ofApp(app);
  const seen: unknown[] = [];
  rehearsal.mock(handler, (event) => void seen.push(event));
  await rehearsal.publish(topic, 'hello');
  expect(seen).toMatchObject([
    { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns: { Message: 'hello', Subject: null } }] },
  ]);
});

test('a FIFO topic hands group and id to a FIFO queue', async () => {
  const app = new App();
  const stack = new Stack(app, 'Orders');
  const topic = new sns.Topic(stack, 'Topic', { fifo: true, topicName: 'orders', contentBasedDeduplication: true });
  const queue = new sqs.Queue(stack, 'Queue', { fifo: true });
  topic.addSubscription(new subscriptions.SqsSubscription(queue, { rawMessageDelivery: true }));
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.publish(topic, 'once', { groupId: 'g', deduplicationId: 'd' });
  await rehearsal.publish(topic, 'once', { groupId: 'g', deduplicationId: 'd' });
  expect(rehearsal.messages(queue)).toEqual(['once']);
  await expect(rehearsal.publish(topic, 'no group')).rejects.toThrow('SNS refuses the message: ');
});

describe('what a queue does not take', () => {
  test('for lack of a right lies in the dead-letter queue of the subscription, if that lets SNS in', async () => {
    for (const isOpen of [true, false]) {
      const { app, stack, topic, queue } = appWith();
      const dead = new sqs.Queue(stack, 'Dead');
      const subscription = allowTopic(queue, topic);
      const resource = subscription.node.defaultChild as sns.CfnSubscription;
      resource.redrivePolicy = { deadLetterTargetArn: dead.queueArn };
      if (isOpen) {
        new sns.Subscription(stack, 'Opening', {
          topic,
          protocol: sns.SubscriptionProtocol.EMAIL,
          endpoint: 'a@example.com',
          deadLetterQueue: dead,
        });
      }
      const rehearsal = Rehearsal.ofApp(app);
      await rehearsal.publish(topic, { orderId: 'o-1' });
      expect(rehearsal.messages(queue)).toEqual([]);
      expect(rehearsal.messages(dead)).toEqual(isOpen ? [{ orderId: 'o-1' }] : []);
      expect(rehearsal.deadLetters()).toHaveLength(isOpen ? 1 : 0);
    }
  });

  test('because SNS may not use its key, or the queue takes no message so large, is lost without one', async () => {
    const { app, stack, topic } = appWith();
    const key = new kms.Key(stack, 'Key');
    const closed = new sqs.Queue(stack, 'Closed', { encryptionMasterKey: key });
    const managed = new sqs.Queue(stack, 'Managed', { encryption: sqs.QueueEncryption.KMS_MANAGED });
    const small = new sqs.Queue(stack, 'Small', { maxMessageSizeBytes: 1024 });
    for (const queue of [closed, managed, small]) {
      new sns.Subscription(queue, 'Subscription', {
        topic,
        protocol: sns.SubscriptionProtocol.SQS,
        endpoint: queue.queueArn,
        rawMessageDelivery: true,
      });
      // Its grants would open the key as well.
      const principals = [new iam.ServicePrincipal('sns.amazonaws.com')];
      const actions = ['sqs:SendMessage'];
      queue.addToResourcePolicy(new iam.PolicyStatement({ principals, actions, resources: [queue.queueArn] }));
    }
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.publish(topic, 'x'.repeat(1500));
    await rehearsal.publish(topic, 'x');
    expect(rehearsal.messages(closed)).toEqual([]);
    expect(rehearsal.messages(managed)).toEqual([]);
    expect(rehearsal.messages(small)).toEqual(['x']);
  });

  test('while SQS does not answer comes later', async () => {
    const { app, topic, queue } = appWith();
    topic.addSubscription(new subscriptions.SqsSubscription(queue, { rawMessageDelivery: true }));
    const rehearsal = Rehearsal.ofApp(app);
    rehearsal.outage(queue.queueArn, Duration.hours(1));
    await rehearsal.publish(topic, 'late');
    await rehearsal.advance(Duration.minutes(59));
    expect(rehearsal.messages(queue)).toEqual([]);
    await rehearsal.advance(Duration.minutes(2));
    expect(rehearsal.messages(queue)).toEqual(['late']);
  });
});

describe('what a rehearsal refuses', () => {
  test('a topic that the app does not have', async () => {
    const { app } = appWith();
    await expect(Rehearsal.ofApp(app).publish('other', 'x')).rejects.toThrow(/the app has no topic other; it has arn:/);
  });

  test('an empty message', async () => {
    const { app, topic } = appWith();
    await expect(Rehearsal.ofApp(app).publish(topic, '')).rejects.toThrow('SNS refuses the message: ');
  });

  test('a protocol that it does not know, but not one that people read', async () => {
    const { app, topic } = appWith();
    topic.addSubscription(new subscriptions.EmailSubscription('a@example.com'));
    await Rehearsal.ofApp(app).publish(topic, 'x');
    const other = appWith();
    other.topic.addSubscription(new subscriptions.UrlSubscription('https://example.com/'));
    await expect(Rehearsal.ofApp(other.app).publish(other.topic, 'x')).rejects.toThrow(
      /the subscription 'Orders\/\w+' has the protocol https, which is not rehearsed/,
    );
  });

  test('a filter policy that SNS refuses', async () => {
    const { app, stack, topic, queue } = appWith();
    new sns.CfnSubscription(stack, 'Subscription', {
      topicArn: topic.topicArn,
      protocol: 'sqs',
      endpoint: queue.queueArn,
      filterPolicy: { a: { b: ['1'] } },
    });
    await expect(Rehearsal.ofApp(app).publish(topic, 'x')).rejects.toThrow(
      /SNS refuses the subscription 'Orders\/Subscription': .*does not support nested filter policy/,
    );
  });
});
