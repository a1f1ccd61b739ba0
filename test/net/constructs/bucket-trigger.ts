import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { BucketEvents, BucketEventType, BucketTrigger, type BucketTriggerProps } from '../../../src';
import { UNDELIVERED_COMPENSATIONS, UNDELIVERED_COMPENSATIONS_SERVERLESS } from '../acknowledged';
import type { Acknowledgement, Subject } from '../subject';

function given(neighbours: Construct): Pick<BucketTriggerProps, 'workflow' | 'bucket'> {
  const definitionBody = sfn.DefinitionBody.fromChainable(new sfn.Pass(neighbours, 'Done'));
  return {
    workflow: new sfn.StateMachine(neighbours, 'Machine', { definitionBody }),
    bucket: new s3.Bucket(neighbours, 'Bucket'),
  };
}

function trigger(
  name: string,
  props: (neighbours: Construct) => BucketTriggerProps,
  acknowledged: Acknowledgement[],
): Subject {
  return {
    name,
    build: (scope, neighbours) => new BucketTrigger(scope, 'Trigger', props(neighbours)),
    acknowledged,
  };
}

export const subjects: Subject[] = [
  trigger('Bucket trigger', (neighbours) => ({ ...given(neighbours), prefix: 'incoming/' }), [
    UNDELIVERED_COMPENSATIONS,
    UNDELIVERED_COMPENSATIONS_SERVERLESS,
  ]),
  trigger(
    'Bucket trigger of an imported alias, with a queue and a key',
    (neighbours) => ({
      ...given(neighbours),
      workflow: sfn.StateMachine.fromStateMachineArn(
        neighbours,
        'Live',
        Stack.of(neighbours).formatArn({
          service: 'states',
          resource: 'stateMachine',
          resourceName: 'Import:live',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ),
      prefix: 'incoming/',
      suffix: '.csv',
      events: BucketEvents.of(BucketEventType.CREATED, BucketEventType.RESTORE_COMPLETED),
      deadLetterQueue: new sqs.Queue(neighbours, 'Dead', { encryptionMasterKey: new kms.Key(neighbours, 'Key') }),
      retryAttempts: 10,
      maxEventAge: Duration.hours(1),
    }),
    [],
  ),
  trigger(
    'Bucket trigger by CloudTrail',
    (neighbours) => ({
      ...given(neighbours),
      prefix: 'secret/',
      events: BucketEvents.recordedByCloudTrail('GetObject'),
      alarms: false,
    }),
    [UNDELIVERED_COMPENSATIONS, UNDELIVERED_COMPENSATIONS_SERVERLESS],
  ),
];
