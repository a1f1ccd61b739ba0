import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { IScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';

/**
 * The role with which Scheduler starts executions. Only schedules of one group can use it.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function scheduleRole(scope: Construct, group: IScheduleGroup): iam.Role {
  return new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(scope).account, 'aws:SourceArn': group.scheduleGroupArn },
      },
    }),
  });
}

/**
 * What Scheduler needs to read an input that is encrypted with a key of the user's.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
 */
export function decryptStatement(scope: Construct, key: kms.IKey, group: IScheduleGroup): iam.PolicyStatement {
  const schedules = Stack.of(scope).formatArn({
    service: 'scheduler',
    resource: 'schedule',
    resourceName: `${group.scheduleGroupName}/*`,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return new iam.PolicyStatement({
    actions: ['kms:Decrypt'],
    resources: [key.keyArn],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:scheduler:schedule:arn': schedules } },
  });
}
