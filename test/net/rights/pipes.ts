import type { Synthesis } from '../synthesis';
import { forReading, forSending } from './encryption';
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
          ...(Enrichment ? [calling(Enrichment, pipe.path), ...hearing(Enrichment, synthesis)] : []),
          ...(InvocationType === 'REQUEST_RESPONSE'
            ? [starting(Target, 'states:StartSyncExecution'), ...hearing(Target, synthesis)]
            : [starting(Target)]),
          ...forSending(streams.DeadLetterConfig?.Arn, synthesis),
          ...(KmsKeyIdentifier ? USING_KEY.map((action) => ({ action, resource: KmsKeyIdentifier })) : []),
        ],
      };
    });
}

/** Who is told what an execution put out reads what is encrypted: https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html */
function hearing(arn: string, synthesis: Synthesis): NeededRight[] {
  const machine = synthesis.ofType('AWS::StepFunctions::StateMachine').find((each) => synthesis.arnOf(each) === arn);
  const key = machine && synthesis.evaluate(machine, machine.properties.EncryptionConfiguration)?.KmsKeyId;
  const context = { 'kms:EncryptionContext:aws:states:stateMachineArn': arn };
  return key ? [{ action: 'kms:Decrypt', resource: key, context }] : [];
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
