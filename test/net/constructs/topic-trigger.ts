import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { BatchDelivery, TopicFilter, TopicTrigger, type TopicTriggerProps } from '../../../src';
import { LOG_DELIVERY, UNDELIVERED_COMPENSATIONS_SERVERLESS } from '../acknowledged';
import type { Acknowledgement, Subject } from '../subject';

function given(neighbours: Construct, stateMachineType: sfn.StateMachineType) {
  const definitionBody = sfn.DefinitionBody.fromChainable(new sfn.Pass(neighbours, 'Done'));
  return {
    workflow: new sfn.StateMachine(neighbours, 'Machine', { definitionBody, stateMachineType }),
    topic: new sns.Topic(neighbours, 'Topic'),
  };
}

function trigger(
  name: string,
  props: (neighbours: Construct) => TopicTriggerProps,
  acknowledged: Acknowledgement[],
): Subject {
  return {
    name,
    build: (scope, neighbours) => new TopicTrigger(scope, 'Trigger', props(neighbours)),
    acknowledged,
  };
}

export const subjects: Subject[] = [
  trigger('Topic trigger', (neighbours) => given(neighbours, sfn.StateMachineType.STANDARD), [
    LOG_DELIVERY,
    UNDELIVERED_COMPENSATIONS_SERVERLESS,
  ]),
  trigger(
    'Topic trigger of batches, with a filter and a queue',
    (neighbours) => ({
      ...given(neighbours, sfn.StateMachineType.EXPRESS),
      filter: TopicFilter.attributes({ kind: ['order'] }),
      delivery: BatchDelivery.wholeBatch({ size: 1 }),
      deadLetterQueue: new sqs.Queue(neighbours, 'Dead'),
    }),
    [],
  ),
];
