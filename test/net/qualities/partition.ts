import { Token } from 'aws-cdk-lib';
import { inEveryVariant } from '../quality';

/** The CDK writes `aws` itself where the Region is known to be in that partition; elsewhere an ARN has to ask. */
export const anyPartition = inEveryVariant('nothing names the partition aws', function* (synthesis) {
  for (const { construct, path, properties, neighbour } of synthesis.resources) {
    if (neighbour) continue;
    const [arn] = /arn:aws:[^"\\]*/.exec(JSON.stringify(properties)) ?? [];
    const { region } = construct.stack;
    if (arn && (Token.isUnresolved(region) || /^(cn|us-gov)-/.test(region))) yield `${path}: ${arn}`;
  }
});
