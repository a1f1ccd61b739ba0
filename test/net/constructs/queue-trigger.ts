import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import {
  BatchDelivery,
  ExecutionName,
  PipeEnrichment,
  PipeFilter,
  PipeInvocationType,
  QueueTrigger,
  type QueueTriggerProps,
} from '../../../src';
import { LOG_DELIVERY, UNDELIVERED_COMPENSATIONS_SERVERLESS } from '../acknowledged';
import { functionsIn } from '../neighbours';
import type { Acknowledgement, Subject } from '../subject';

function machineIn(
  neighbours: Construct,
  stateMachineType: sfn.StateMachineType,
  id = 'Machine',
  key?: kms.Key,
): sfn.StateMachine {
  return new sfn.StateMachine(neighbours, id, {
    stateMachineType,
    encryptionConfiguration: key && new sfn.CustomerManagedEncryptionConfiguration(key),
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(neighbours, `${id}Pass`)),
  });
}

const standard = (neighbours: Construct) => ({ workflow: machineIn(neighbours, sfn.StateMachineType.STANDARD) });
const express = (neighbours: Construct) => ({ workflow: machineIn(neighbours, sfn.StateMachineType.EXPRESS) });

function queueIn(neighbours: Construct, props?: sqs.QueueProps): sqs.Queue {
  const fifo = props?.fifo;
  const queue = new sqs.Queue(neighbours, 'DeadLetters', { fifo });
  return new sqs.Queue(neighbours, 'Queue', {
    visibilityTimeout: Duration.minutes(6),
    deadLetterQueue: { queue, maxReceiveCount: 5 },
    ...props,
  });
}

function trigger(
  name: string,
  props: (neighbours: Construct) => QueueTriggerProps,
  acknowledged: Acknowledgement[] = [LOG_DELIVERY],
): Subject {
  return {
    name,
    build: (scope, neighbours) => new QueueTrigger(scope, 'Trigger', props(neighbours)),
    acknowledged,
  };
}

export const subjects: Subject[] = [
  trigger('Trigger with a queue of its own', standard, [LOG_DELIVERY, UNDELIVERED_COMPENSATIONS_SERVERLESS]),
  trigger(
    'Trigger of batches, with keys and an enrichment',
    (neighbours) => ({
      ...express(neighbours),
      queue: queueIn(neighbours, { encryptionMasterKey: new kms.Key(neighbours, 'QueueKey') }),
      delivery: BatchDelivery.wholeBatch({ size: 5, window: Duration.seconds(5) }),
      filters: [PipeFilter.data({ status: ['PAID'] })],
      enrichment: PipeEnrichment.invoke(functionsIn(neighbours)('Enrich')),
      encryptionKey: new kms.Key(neighbours, 'PipeKey'),
      logs: { includeExecutionData: true },
    }),
    [],
  ),
  trigger('Trigger of a FIFO queue, with a workflow as the enrichment', (neighbours) => ({
    ...express(neighbours),
    queue: queueIn(neighbours, { fifo: true }),
    enrichment: PipeEnrichment.workflow(
      machineIn(neighbours, sfn.StateMachineType.EXPRESS, 'Enrichment', new kms.Key(neighbours, 'Key')),
    ),
    delivery: BatchDelivery.perMessage({ executionName: ExecutionName.deduplicationId() }),
  })),
  trigger('Trigger of an imported alias', (neighbours) => ({
    workflow: sfn.StateMachine.fromStateMachineArn(
      neighbours,
      'Live',
      Stack.of(neighbours).formatArn({
        service: 'states',
        resource: 'stateMachine',
        resourceName: 'Orders:live',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ),
    invocationType: PipeInvocationType.FIRE_AND_FORGET,
    queue: queueIn(neighbours),
  })),
];
