import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import {
  BatchDelivery,
  ExecutionName,
  MessageInput,
  TopicFilter,
  TopicTrigger,
  type TopicTriggerProps,
  Workflow,
} from '../../src';
import { type AppRehearsal, Rehearsal } from '../../src/testing';
import { deployed } from '../deployed';

function appWith(props: Partial<TopicTriggerProps> = {}, type = sfn.StateMachineType.STANDARD) {
  const app = new App();
  const stack = new Stack(app, 'Orders');
  const topic = new sns.Topic(stack, 'Topic');
  const definition = sfn.Pass.jsonata(stack, 'Work');
  const { stateMachine } = new Workflow(stack, 'Workflow', { definition, stateMachineType: type });
  const trigger = new TopicTrigger(stack, 'Trigger', { workflow: stateMachine, topic, ...props });
  const inputs = (rehearsal: AppRehearsal) => rehearsal.executions(stateMachine).map(({ input }) => input);
  return { app, stack, topic, stateMachine, trigger, inputs };
}

describe('a message', () => {
  test.each([sfn.StateMachineType.STANDARD, sfn.StateMachineType.EXPRESS])(
    'starts an execution of type %s with what was published',
    async (type) => {
      const { app, topic, inputs } = appWith({}, type);
      const rehearsal = Rehearsal.ofApp(app);
      await rehearsal.publish(topic, { orderId: 'o-1', note: 'he said "no"' }, { subject: 'not told' });
      await rehearsal.publish(topic, 'plain');
      await rehearsal.advance(Duration.minutes(1));
      expect(inputs(rehearsal)).toEqual([{ orderId: 'o-1', note: 'he said "no"' }, 'plain']);
      expect(rehearsal.deadLetters()).toEqual([]);
    },
  );

  test('that the filter does not want starts nothing', async () => {
    for (const filter of [
      TopicFilter.attributes({ kind: ['order', { prefix: 'return-' }], total: [{ numeric: ['>', 100] }] }),
      TopicFilter.body({ order: { kind: ['order', { prefix: 'return-' }], total: [{ numeric: ['>', 100] }] } }),
    ]) {
      const { app, topic, inputs } = appWith({ filter });
      const rehearsal = Rehearsal.ofApp(app);
      for (const order of [
        { kind: 'order', total: 101 },
        { kind: 'order', total: 100 },
        { kind: 'return-late', total: 500 },
        { kind: 'offer', total: 500 },
      ]) {
        await rehearsal.publish(topic, { order }, { attributes: order });
      }
      await rehearsal.advance(Duration.minutes(1));
      expect(inputs(rehearsal)).toEqual([
        { order: { kind: 'order', total: 101 } },
        { order: { kind: 'return-late', total: 500 } },
      ]);
    }
  });

  test('that a workflow publishes starts one, too, with its attributes where the trigger wants the whole message', async () => {
    const delivery = BatchDelivery.perMessage({ input: MessageInput.wholeMessage() });
    const { app, stack, topic, inputs } = appWith({ delivery });
    const definition = tasks.SnsPublish.jsonata(stack, 'Tell', {
      topic,
      message: sfn.TaskInput.fromObject({ orderId: 'o-1' }),
      messageAttributes: { kind: { value: 'order' } },
      taskTimeout: sfn.Timeout.duration(Duration.seconds(5)),
    });
    const teller = new Workflow(stack, 'Teller', { definition });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.start(teller.stateMachine);
    await rehearsal.advance(Duration.minutes(1));
    expect(inputs(rehearsal)).toMatchObject([
      { body: '{"orderId":"o-1"}', messageAttributes: { kind: { stringValue: 'order', dataType: 'String' } } },
    ]);
  });

  test('that is published twice starts one execution, where its name is what the publisher knows', async () => {
    const delivery = BatchDelivery.perMessage({ executionName: ExecutionName.bodyField('orderId') });
    const { app, topic, stateMachine } = appWith({ delivery });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.publish(topic, { orderId: 'o-1' });
    await rehearsal.publish(topic, { orderId: 'o-1' });
    await rehearsal.advance(Duration.minutes(1));
    expect(rehearsal.executions(stateMachine).map(({ name }) => name)).toEqual(['o-1']);
  });
});

describe('a message that does not start an execution', () => {
  test('because it is too large for the queue lies in the dead-letter queue at once', async () => {
    const { app, topic, trigger, inputs } = appWith();
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.publish(topic, 'x'.repeat(200 * 1024));
    expect(rehearsal.messages(trigger.deadLetterQueue)).toEqual(['x'.repeat(200 * 1024)]);
    await rehearsal.publish(topic, 'x');
    await rehearsal.advance(Duration.minutes(1));
    expect(inputs(rehearsal)).toEqual(['x']);
  });

  test('because it has no name lies there after five tries', async () => {
    const delivery = BatchDelivery.perMessage({ executionName: ExecutionName.bodyField('orderId') });
    const deadLetterQueue = (stack: Stack) => new sqs.Queue(stack, 'Dead');
    const app = new App();
    const stack = new Stack(app, 'Orders');
    const topic = new sns.Topic(stack, 'Topic');
    const { stateMachine } = new Workflow(stack, 'Workflow', { definition: sfn.Pass.jsonata(stack, 'Work') });
    const given = deadLetterQueue(stack);
    const trigger = new TopicTrigger(stack, 'Trigger', {
      workflow: stateMachine,
      topic,
      delivery,
      deadLetterQueue: given,
    });
    expect(trigger.deadLetterQueue).toBe(given);
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.publish(topic, { nobody: true });
    await rehearsal.publish(topic, 'x'.repeat(200 * 1024));
    await rehearsal.advance(Duration.hours(1));
    expect(rehearsal.messages(given)).toEqual(['x'.repeat(200 * 1024), { nobody: true }]);
  });
});

describe('the template', () => {
  test('subscribes an encrypted queue that takes from this topic only, raw, with a filter and a dead-letter queue', () => {
    const { stack, trigger } = appWith({ filter: TopicFilter.body({ order: { kind: ['order'] } }) });
    const [subscription] = deployed(stack, 'AWS::SNS::Subscription');
    const [dead, queue] = deployed(stack, 'AWS::SQS::Queue').sort((one) => (one.RedrivePolicy ? 1 : -1));
    expect(subscription).toEqual({
      TopicArn: expect.stringContaining(':sns:'),
      Protocol: 'sqs',
      Endpoint: expect.stringContaining('TriggerFromQueue'),
      RawMessageDelivery: true,
      FilterPolicy: { order: { kind: ['order'] } },
      FilterPolicyScope: 'MessageBody',
      RedrivePolicy: { deadLetterTargetArn: queue.RedrivePolicy.deadLetterTargetArn },
    });
    expect(dead).toEqual({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1209600 });
    expect(queue).toMatchObject({ SqsManagedSseEnabled: true, RedrivePolicy: { maxReceiveCount: 5 } });
    const fromTopic = {
      Action: 'sqs:SendMessage',
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Resource: expect.any(String),
      Condition: { ArnEquals: { 'aws:SourceArn': subscription.TopicArn } },
    };
    for (const { PolicyDocument } of deployed(stack, 'AWS::SQS::QueuePolicy')) {
      expect(PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow')).toEqual([
        fromTopic,
      ]);
    }
    expect(Template.fromStack(stack).findResources('AWS::SNS::Subscription')).toMatchObject({
      [stack.getLogicalId(trigger.subscription.node.defaultChild as sns.CfnSubscription)]: {
        DependsOn: [expect.stringContaining('QueuePolicy')],
      },
    });
  });

  test('has no filter where none is given', () => {
    const [subscription] = deployed(appWith().stack, 'AWS::SNS::Subscription');
    expect(Object.keys(subscription)).not.toContain('FilterPolicy');
    expect(Object.keys(subscription)).not.toContain('FilterPolicyScope');
  });

  function subscribed(topicArn: string) {
    const stack = new Stack(new App(), 'Orders', { env: { account: '111122223333', region: 'us-east-1' } });
    const topic = sns.Topic.fromTopicArn(stack, 'Topic', topicArn);
    const { stateMachine } = new Workflow(stack, 'Workflow', { definition: sfn.Pass.jsonata(stack, 'Work') });
    const deadLetterQueue = new sqs.Queue(stack, 'Dead');
    const trigger = new TopicTrigger(stack, 'Trigger', { workflow: stateMachine, topic, deadLetterQueue });
    return { stack, trigger, subscription: deployed(stack, 'AWS::SNS::Subscription')[0] };
  }
  const LOST = 'NumberOfNotificationsFailedToRedriveToDlq';

  test('names the Region of a topic elsewhere, whose subscription can have no dead-letter queue over here', () => {
    const { stack, trigger, subscription } = subscribed('arn:aws:sns:eu-west-1:111122223333:orders');
    expect(subscription.Region).toBe('eu-west-1');
    expect(Object.keys(subscription)).not.toContain('RedrivePolicy');
    Annotations.fromStack(stack).hasWarning('/Orders/Trigger', Match.stringLikeRegexp('topic is in another Region'));
    // Its metrics are over there.
    expect(deployed(stack, 'AWS::CloudWatch::Alarm').map(({ MetricName }) => MetricName)).not.toContain(LOST);
    expect(trigger.alarms).not.toEqual([]);
  });

  /** https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html */
  test.each([
    ['eu-west-1', 'sns.amazonaws.com'],
    ['af-south-1', 'sns.af-south-1.amazonaws.com'],
  ])('lets SNS in as it is called in %s', (region, service) => {
    const { stack } = subscribed(`arn:aws:sns:${region}:111122223333:orders`);
    const principals = deployed(stack, 'AWS::SQS::QueuePolicy')
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .flatMap(({ Principal }) => Principal.Service ?? []);
    expect(principals).toEqual([service]);
  });

  test('lets a topic of another account into the queue of the user', () => {
    const { stack, subscription } = subscribed('arn:aws:sns:us-east-1:444455556666:orders');
    expect(Object.keys(subscription)).not.toContain('Region');
    expect(subscription.RedrivePolicy).toEqual({ deadLetterTargetArn: expect.stringContaining('Dead') });
    expect(deployed(stack, 'AWS::CloudWatch::Alarm').map(({ MetricName }) => MetricName)).not.toContain(LOST);
    Template.fromStack(stack).hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: Match.stringLikeRegexp('^Dead') }],
      PolicyDocument: {
        Statement: [Match.objectLike({ Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } })],
      },
    });
  });

  test('has the alarms of the queue and one for what is lost, or none', () => {
    const stack = new Stack(new App(), 'Orders');
    const topic = new sns.Topic(stack, 'Topic');
    const { stateMachine } = new Workflow(stack, 'Workflow', {
      definition: sfn.Pass.jsonata(stack, 'Work'),
      alarms: false,
    });
    const alarmActions = [new actions.SnsAction(new sns.Topic(stack, 'Alarm'))];
    const trigger = new TopicTrigger(stack, 'Trigger', { workflow: stateMachine, topic, alarmActions });
    expect(trigger.alarms).toHaveLength(4);
    const lost = deployed(stack, 'AWS::CloudWatch::Alarm').find(({ Namespace }) => Namespace === 'AWS/SNS');
    expect(lost).toMatchObject({
      MetricName: 'NumberOfNotificationsFailedToRedriveToDlq',
      Dimensions: [{ Name: 'TopicName', Value: expect.stringMatching(/^Topic/) }],
      AlarmActions: [expect.any(String)],
    });
    expect(appWith({ alarms: false }).trigger.alarms).toEqual([]);
  });

  test('warns that a FIFO topic loses its order', () => {
    const stack = new Stack(new App(), 'Orders');
    const topic = new sns.Topic(stack, 'Topic', { fifo: true, topicName: 'orders' });
    const { stateMachine } = new Workflow(stack, 'Workflow', { definition: sfn.Pass.jsonata(stack, 'Work') });
    new TopicTrigger(stack, 'Trigger', { workflow: stateMachine, topic });
    Annotations.fromStack(stack).hasWarning('/Orders/Trigger', Match.stringLikeRegexp('whose order is not kept'));
  });
});

describe('refused', () => {
  test.each<[string, TopicFilter, string]>([
    ['nested attributes', TopicFilter.attributes({ a: { b: ['1'] } }), 'does not support nested filter policy'],
    ['six names', TopicFilter.body(Object.fromEntries([...'abcdef'].map((name) => [name, ['1']]))), 'more than 5 keys'],
    ['too many combinations', TopicFilter.attributes({ a: Array(151).fill('1') }), 'Filter policy is too complex'],
    ['an operator that there is not', TopicFilter.body({ a: [{ like: 'b' }] }), 'Unrecognized match type like'],
    ['a value outside a list', TopicFilter.body({ a: 'b' }), '"a" must be an object or an array'],
  ])('a filter with %s', (_name, filter, message) => {
    expect(() => appWith({ filter })).toThrow(
      new RegExp(
        `filter must be one that SNS takes, received one of which it says: .*${message}.* \\[at Orders/Trigger\\]`,
      ),
    );
  });

  test('a FIFO queue for dead letters', () => {
    const stack = new Stack(new App(), 'Orders');
    const deadLetterQueue = new sqs.Queue(stack, 'Dead', { fifo: true });
    expect(() => appWith({ deadLetterQueue })).toThrow('deadLetterQueue must not be a FIFO queue');
  });
});
