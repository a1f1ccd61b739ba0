import { Annotations, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { invalid } from './errors';
import { allowLogEncryption } from './log-encryption';
import { uniquePath } from './names';
import { stackPart } from './stack-part';

/**
 * Groups outside this prefix make a service add to one resource policy of 5,120 characters until it overflows:
 * https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
 */
const VENDED_LOGS_PREFIX = '/aws/vendedlogs/';

/** The group that a service is to log to. */
export interface VendedLogsOptions {
  readonly retention?: logs.RetentionDays;
  readonly removalPolicy?: RemovalPolicy;
  readonly encryptionKey?: kms.IKey;
  readonly logGroup?: logs.ILogGroup;
}

/**
 * The user's log group, or a new one.
 *
 * @param service - as the name of the group has it: `states`, `pipes`
 */
export function vendedLogGroup(scope: Construct, service: string, options: VendedLogsOptions): logs.ILogGroup {
  return options.logGroup ? checkedGroup(scope, options.logGroup, options) : newGroup(scope, service, options);
}

function newGroup(scope: Construct, service: string, options: VendedLogsOptions): logs.ILogGroup {
  if (options.encryptionKey) allowLogEncryption(scope, `${VENDED_LOGS_PREFIX}${service}/*`, options.encryptionKey);
  return new logs.LogGroup(scope, 'Logs', {
    logGroupName: vendedGroupName(scope, service),
    retention: options.retention ?? logs.RetentionDays.TWO_WEEKS,
    removalPolicy: options.removalPolicy ?? RemovalPolicy.DESTROY,
    encryptionKey: options.encryptionKey,
  });
}

/** @param service - as the name of the group has it: `states`, `pipes` */
export function vendedGroupName(scope: Construct, service: string): string {
  return `${VENDED_LOGS_PREFIX}${service}/${uniquePath(scope, 200)}-${stackPart(Stack.of(scope))}`;
}

function checkedGroup(scope: Construct, logGroup: logs.ILogGroup, options: VendedLogsOptions): logs.ILogGroup {
  const ignored = (['retention', 'removalPolicy', 'encryptionKey'] as const).find(
    (name) => options[name] !== undefined,
  );
  if (ignored)
    throw invalid(scope, `logs.${ignored} must not stand beside logs.logGroup: set it where the group is made`);
  const name = logGroup.logGroupName;
  const literal = Token.isUnresolved(name) ? physicalName(logGroup) : name;
  if (literal !== undefined && !literal.startsWith(VENDED_LOGS_PREFIX)) {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:logGroupPrefix',
      `logs.logGroup should have a name that begins with ${VENDED_LOGS_PREFIX}, received '${literal}': ` +
        'the resource policy of CloudWatch Logs overflows after a few state machines',
    );
  }
  return logGroup;
}

/** The name as it was written; a group without one is named by CloudFormation, and not with our prefix. */
function physicalName(logGroup: logs.ILogGroup): string | undefined {
  const resource = logGroup.node.defaultChild;
  if (!(resource instanceof logs.CfnLogGroup)) return undefined;
  const name = Stack.of(logGroup).resolve(resource.logGroupName) ?? '(made by CloudFormation)';
  return typeof name === 'string' ? name : undefined;
}
