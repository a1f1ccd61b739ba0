import { readFileSync } from 'node:fs';
import type { Quality } from '../quality';
import { synthesisOf } from '../quality';
import { variantsOf } from '../variants';

/** What holds something that a replacement would lose: data, messages, logs, keys, running executions. */
const STATEFUL = [
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::Events::Archive',
  'AWS::Events::EventBus',
  'AWS::EventSchemas::Registry',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::StepFunctions::StateMachine',
];

const FILE = 'test/net/stateful-ids.txt';

/** Lines `<subject>: <type> <logical id>`. A released line is never taken out or changed. */
const released = new Set(readFileSync(FILE, 'utf8').split('\n'));

export const statefulIds: Quality = {
  title: 'stateful resources have the logical ids that they were released with',
  problems: (subject) => {
    const [alone] = variantsOf(subject);
    const lines = synthesisOf(subject, alone)
      .resources.filter(({ neighbour, type }) => !neighbour && STATEFUL.includes(type))
      .map(({ type, logicalId }) => `${subject.name}: ${type} ${logicalId}`);
    const lost = [...released].filter((line) => line.startsWith(`${subject.name}: `) && !lines.includes(line));
    const added = lines.filter((line) => !released.has(line));
    return [
      ...lost.map((line) => `lost, an update would replace it: ${line}`),
      ...added.map((line) => `new, add the line to ${FILE}: ${line}`),
    ];
  },
};
