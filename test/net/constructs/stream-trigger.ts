import { Duration, Size } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import {
  PipeEnrichment,
  PipeFilter,
  RecordDelivery,
  RecordInput,
  StartingPosition,
  StreamSource,
  StreamTrigger,
  type StreamTriggerProps,
} from '../../../src';
import { LOG_DELIVERY, UNDELIVERED_COMPENSATIONS, UNDELIVERED_COMPENSATIONS_SERVERLESS } from '../acknowledged';
import { functionsIn } from '../neighbours';
import type { Acknowledgement, Subject } from '../subject';

function machineIn(neighbours: Construct, stateMachineType: sfn.StateMachineType, key?: kms.Key): sfn.StateMachine {
  return new sfn.StateMachine(neighbours, 'Machine', {
    stateMachineType,
    encryptionConfiguration: key && new sfn.CustomerManagedEncryptionConfiguration(key),
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(neighbours, 'MachinePass')),
  });
}

const standard = (neighbours: Construct) => ({ workflow: machineIn(neighbours, sfn.StateMachineType.STANDARD) });
const express = (neighbours: Construct) => ({ workflow: machineIn(neighbours, sfn.StateMachineType.EXPRESS) });
const latest = { startingPosition: StartingPosition.latest() };

function streamIn(neighbours: Construct, props: kinesis.StreamProps = {}): StreamSource {
  return StreamSource.kinesis(new kinesis.Stream(neighbours, 'Stream', props), latest);
}

function tableIn(neighbours: Construct, props: Partial<dynamodb.TableProps> = {}): StreamSource {
  const table = new dynamodb.Table(neighbours, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    ...props,
  });
  return StreamSource.dynamoDb(table, latest);
}

function trigger(
  name: string,
  props: (neighbours: Construct) => StreamTriggerProps,
  acknowledged: Acknowledgement[] = [LOG_DELIVERY, UNDELIVERED_COMPENSATIONS, UNDELIVERED_COMPENSATIONS_SERVERLESS],
): Subject {
  return {
    name,
    build: (scope, neighbours) => new StreamTrigger(scope, 'Trigger', props(neighbours)),
    acknowledged,
  };
}

export const subjects: Subject[] = [
  trigger('Trigger of a Kinesis stream', (neighbours) => ({ ...standard(neighbours), source: streamIn(neighbours) })),
  trigger(
    'Trigger of a Kinesis stream with keys, waiting',
    (neighbours) => ({
      workflow: machineIn(neighbours, sfn.StateMachineType.EXPRESS, new kms.Key(neighbours, 'MachineKey')),
      source: streamIn(neighbours, { encryptionKey: new kms.Key(neighbours, 'StreamKey') }),
      deadLetterQueue: new sqs.Queue(neighbours, 'Queue', { encryptionMasterKey: new kms.Key(neighbours, 'QueueKey') }),
      filters: [PipeFilter.data({ status: ['PAID'] })],
      enrichment: PipeEnrichment.invoke(functionsIn(neighbours)('Enrich')),
      encryptionKey: new kms.Key(neighbours, 'PipeKey'),
    }),
    [LOG_DELIVERY],
  ),
  trigger(
    'Trigger of a Kinesis stream that tells a topic',
    (neighbours) => ({
      ...standard(neighbours),
      source: streamIn(neighbours),
      deadLetterTopic: new sns.Topic(neighbours, 'Topic', { masterKey: new kms.Key(neighbours, 'TopicKey') }),
    }),
    [LOG_DELIVERY],
  ),
  trigger('Trigger of the stream of a table, plain', (neighbours) => ({
    ...standard(neighbours),
    source: tableIn(neighbours, { encryptionKey: new kms.Key(neighbours, 'TableKey') }),
    delivery: RecordDelivery.perRecord({ input: RecordInput.data() }),
  })),
  trigger(
    'Trigger of the stream of a table, in batches',
    (neighbours) => ({
      ...express(neighbours),
      source: tableIn(neighbours),
      delivery: RecordDelivery.wholeBatch({ recordSize: Size.kibibytes(8), window: Duration.seconds(5) }),
    }),
    [UNDELIVERED_COMPENSATIONS, UNDELIVERED_COMPENSATIONS_SERVERLESS],
  ),
];
