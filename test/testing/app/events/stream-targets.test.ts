import { App, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Rehearsal } from '../../../../src/testing';

const ORDER = { source: 'shop', detailType: 'Order Placed', detail: { orderId: 'o-1', total: 5 } };

function appWith(
  props: targets.KinesisStreamProps = {},
  stream: (stack: Stack) => kinesis.IStream = (stack) => new kinesis.Stream(stack, 'Clicks'),
) {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const clicks = stream(stack);
  const rule = new events.Rule(stack, 'Rule', { eventPattern: { source: ['shop'] } });
  rule.addTarget(new targets.KinesisStream(clicks, props));
  return { app, stack, clicks };
}

describe('a stream', () => {
  test('gets the event, under its own id where the target says nothing', async () => {
    const { app, clicks } = appWith();
    const rehearsal = Rehearsal.ofApp(app);
    const [event] = await rehearsal.putEvents([ORDER]);
    expect(rehearsal.records(clicks)).toEqual([{ partitionKey: event.id, data: event }]);
    expect(rehearsal.records('arn:aws:kinesis:us-east-1:111122223333:stream/other')).toEqual([]);
  });

  test.each([
    ['$.detail.orderId', 'o-1'],
    ['$.detail.total', '5'],
  ])('gets it under what %s finds', async (partitionKeyPath, partitionKey) => {
    const message = events.RuleTargetInput.fromEventPath('$.detail');
    const { app, clicks } = appWith({ partitionKeyPath, message });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([ORDER]);
    expect(rehearsal.records(clicks)).toEqual([{ partitionKey, data: ORDER.detail }]);
  });

  test.each(['$.detail.none', '$.detail.long'])('does not get it where %s finds no key', async (partitionKeyPath) => {
    const { app, clicks } = appWith({ partitionKeyPath });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([{ ...ORDER, detail: { long: 'x'.repeat(257) } }]);
    expect(rehearsal.records(clicks)).toEqual([]);
    expect(rehearsal.droppedEvents()).toMatchObject([{ errorCode: 'INVALID_PARAMETER' }]);
  });

  test('that is encrypted wants the right to its key', async () => {
    const { app, stack, clicks } = appWith({}, (scope) => {
      const encryptionKey = new kms.Key(scope, 'Key');
      return new kinesis.Stream(scope, 'Clicks', { encryption: kinesis.StreamEncryption.KMS, encryptionKey });
    });
    for (const policy of stack.node.findAll().filter((node) => node instanceof iam.CfnPolicy)) {
      policy.addPropertyOverride('PolicyDocument.Statement', [
        { Effect: 'Allow', Action: 'kinesis:PutRecord', Resource: '*' },
      ]);
    }
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([ORDER]);
    expect(rehearsal.records(clicks)).toEqual([]);
    expect(rehearsal.droppedEvents()).toMatchObject([
      { errorCode: 'NO_PERMISSIONS', errorMessage: expect.stringContaining('kms:GenerateDataKey') },
    ]);
  });

  test('may be one that the app only names', async () => {
    const { app, clicks } = appWith({}, (stack) =>
      kinesis.Stream.fromStreamArn(stack, 'There', 'arn:aws:kinesis:us-east-1:111122223333:stream/there'),
    );
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([ORDER]);
    expect(rehearsal.records(clicks)).toHaveLength(1);
    expect(rehearsal.records('there')).toHaveLength(1);
  });
});
