import type { NeededRight } from './right';

/** IAM compares the ARN without version or alias: https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html */
export function starting(stateMachineArn: string, action = 'states:StartExecution'): NeededRight {
  return { action, resource: stateMachineArn.split(':').slice(0, 7).join(':') };
}
