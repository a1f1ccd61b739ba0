import type { GrantedRight, NeededRight } from './right';

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonAPIGatewayPushToCloudWatchLogs.html */
export const PUSH_TO_CLOUDWATCH_LOGS: readonly NeededRight[] = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  'logs:GetLogEvents',
  'logs:FilterLogEvents',
].map((action) => ({ action, resource: '*', reason: 'API Gateway takes no other policy for the logs of an account' }));

/** What the policies that AWS manages allow, of those that a construct of ours attaches. */
export const MANAGED: Readonly<Record<string, readonly GrantedRight[]>> = {
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': PUSH_TO_CLOUDWATCH_LOGS.map(({ action, resource }) => ({
    action,
    resource,
    conditions: {},
  })),
};
