import type { Synthesis } from '../synthesis';
import { forSending } from './encryption';
import type { RoleUse } from './role-use';
import { starting } from './starting';

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role */
export function usesBySchedules(synthesis: Synthesis): RoleUse[] {
  return synthesis
    .ofType('AWS::Scheduler::Schedule')
    .filter(({ neighbour }) => !neighbour)
    .map((schedule) => {
      const { Target, KmsKeyArn } = synthesis.evaluate(schedule, schedule.properties);
      const context = { 'kms:EncryptionContext:aws:scheduler:schedule:arn': synthesis.arnOf(schedule) };
      if (Target.Arn.split(':')[2] !== 'states') throw new Error(`what ${schedule.path} needs has to be said`);
      return {
        roleArn: Target.RoleArn,
        needs: [
          starting(Target.Arn),
          ...forSending(Target.DeadLetterConfig?.Arn, synthesis),
          // https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
          ...(KmsKeyArn ? [{ action: 'kms:Decrypt', resource: KmsKeyArn, context }] : []),
        ],
      };
    });
}
