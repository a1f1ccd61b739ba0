import type { Synthesis } from '../synthesis';
import { encryptingKey } from './encryption';
import type { NeededRight } from './right';
import type { RoleUse } from './role-use';
import { starting } from './starting';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html#eb-target-permissions */
const NEEDS: Readonly<Record<string, (arn: string, synthesis: Synthesis) => NeededRight[]>> = {
  states: (arn) => [starting(arn)],
  events: (arn) => [
    {
      action: arn.includes(':api-destination/') ? 'events:InvokeApiDestination' : 'events:PutEvents',
      resource: arn,
    },
  ],
  'execute-api': (arn) => [{ action: 'execute-api:Invoke', resource: arn }],
  kinesis: (arn, synthesis) => {
    const key = encryptingKey(arn, synthesis);
    const onKey = key ? [{ action: 'kms:GenerateDataKey', resource: key }] : [];
    return [{ action: 'kinesis:PutRecord', resource: arn }, ...onKey];
  },
};

/** What rules do with the roles of their targets; a queue needs none, and sends by its own policy. */
export function usesByRules(synthesis: Synthesis): RoleUse[] {
  return synthesis
    .ofType('AWS::Events::Rule')
    .filter(({ neighbour }) => !neighbour)
    .flatMap((rule) => {
      const { Targets = [] } = synthesis.evaluate(rule, rule.properties);
      return Targets.filter(({ RoleArn }: { RoleArn?: string }) => RoleArn).map(({ Arn, RoleArn }: any) => {
        const needs = NEEDS[Arn.split(':')[2]];
        if (!needs) throw new Error(`what ${rule.path} needs for ${Arn} has to be said in test/net/rights/rules.ts`);
        return { roleArn: RoleArn, needs: needs(Arn, synthesis) };
      });
    });
}
