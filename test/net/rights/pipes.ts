import type { Synthesis } from '../synthesis';
import { encryptingKey, forReading, forSending, forWaiting } from './encryption';
import { forTopic } from './kafka';
import type { NeededRight } from './right';
import type { RoleUse } from './role-use';
import { starting } from './starting';

/**
 * What pipes read from: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
 */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  kinesis: [
    'kinesis:DescribeStream',
    'kinesis:DescribeStreamSummary',
    'kinesis:GetRecords',
    'kinesis:GetShardIterator',
    'kinesis:ListShards',
  ],
  dynamodb: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-pipes-cmkey.html */
const USING_KEY = ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'];

export function usesByPipes(synthesis: Synthesis): RoleUse[] {
  return synthesis
    .ofType('AWS::Pipes::Pipe')
    .filter(({ neighbour }) => !neighbour)
    .map((pipe) => {
      const {
        RoleArn,
        Source,
        SourceParameters = {},
        Enrichment,
        Target,
        TargetParameters = {},
        KmsKeyIdentifier,
      } = synthesis.evaluate(pipe, pipe.properties);
      const streams = SourceParameters.KinesisStreamParameters ?? SourceParameters.DynamoDBStreamParameters ?? {};
      const { InvocationType = 'REQUEST_RESPONSE' } = TargetParameters.StepFunctionStateMachineParameters ?? {};
      return {
        roleArn: RoleArn,
        needs: [
          ...(/^smk:|:kafka:/.test(Source)
            ? forTopic(Source, SourceParameters, arnBeside(synthesis.arnOf(pipe)), synthesis)
            : [...reading(Source, pipe.path), ...forReading(Source, synthesis)]),
          ...(Enrichment
            ? [calling(Enrichment, pipe.path), ...forWaiting(Enrichment, encryptingKey(Enrichment, synthesis))]
            : []),
          starting(
            Target,
            InvocationType === 'REQUEST_RESPONSE' ? 'states:StartSyncExecution' : 'states:StartExecution',
          ),
          ...(InvocationType === 'REQUEST_RESPONSE' ? forWaiting(Target, encryptingKey(Target, synthesis)) : []),
          ...forSending(streams.DeadLetterConfig?.Arn, synthesis),
          ...(KmsKeyIdentifier ? USING_KEY.map((action) => ({ action, resource: KmsKeyIdentifier })) : []),
        ],
      };
    });
}

function arnBeside(pipeArn: string) {
  const [, partition, , region, account] = pipeArn.split(':');
  return (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

function reading(source: string, path: string): NeededRight[] {
  const actions = SOURCES[source.split(':')[2]];
  if (!actions) throw new Error(`what ${path} needs to read ${source} has to be said in test/net/rights/pipes.ts`);
  return actions.map((action) => ({ action, resource: source }));
}

function calling(enrichment: string, path: string): NeededRight {
  switch (enrichment.split(':')[2]) {
    case 'lambda':
      return { action: 'lambda:InvokeFunction', resource: enrichment };
    case 'states':
      return starting(enrichment, 'states:StartSyncExecution');
    case 'events':
      return { action: 'events:InvokeApiDestination', resource: enrichment };
    default:
      throw new Error(`what ${path} needs to call ${enrichment} has to be said in test/net/rights/pipes.ts`);
  }
}
