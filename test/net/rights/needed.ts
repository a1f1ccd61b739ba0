import type { State } from '../../../src/asl/definition';
import type { JsonObject } from '../../../src/asl/json';
import { type IntegrationResource, parseResource } from '../../../src/asl/resource';
import { walkStates } from '../../../src/asl/walk';
import { type Machine, machinesOf } from '../machines';
import type { Synthesis } from '../synthesis';
import { encryptingKey } from './encryption';
import { INTEGRATIONS } from './integrations';
import type { NeededRight } from './right';

/** https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
].map((action): NeededRight => ({ action, resource: '*', reason: 'the delivery of logs knows no resources' }));

/** https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html */
const TRACING = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
].map((action): NeededRight => ({ action, resource: '*', reason: 'X-Ray knows no resources' }));

/** What a state machine needs, computed from what stands in the template. */
export function rightsNeeded(machine: Machine, synthesis: Synthesis): NeededRight[] {
  const { LoggingConfiguration, TracingConfiguration, EncryptionConfiguration } = synthesis.evaluate(
    machine.resource,
    machine.resource.properties,
  );
  const logging = LoggingConfiguration !== undefined && LoggingConfiguration.Level !== 'OFF';
  return [
    ...[...walkStates(machine.definition)].flatMap(({ name, state }) => neededBy(name, state, machine, synthesis)),
    ...(logging ? LOG_DELIVERY : []),
    ...(TracingConfiguration?.Enabled ? TRACING : []),
    ...(EncryptionConfiguration ? forKey(EncryptionConfiguration.KmsKeyId, machine.arn, logging) : []),
  ];
}

function neededBy(name: string, state: State, machine: Machine, synthesis: Synthesis): NeededRight[] {
  if (state.Type === 'Map' && state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED') {
    if (state.ItemReader || state.ResultWriter)
      throw new Error(`'${name}' reads or writes S3, which the net cannot judge`);
    return forMapRuns(machine.arn);
  }
  if (state.Type !== 'Task') return [];
  const resource = parseResource(String(state.Resource));
  if (resource.kind === 'lambda') return [{ action: 'lambda:InvokeFunction', resource: resource.arn }];
  if (resource.kind === 'activity') return [];
  const needs = INTEGRATIONS[keyOf(resource)];
  if (!needs) throw new Error(`'${name}' calls ${resource.arn}, which test/net/rights/integrations.ts does not know`);
  const [, partition, , region, account] = machine.arn.split(':');
  return needs({
    args: (state.Arguments ?? state.Parameters) as JsonObject,
    arn: (service, name) => `arn:${partition}:${service}:${region}:${account}:${name}`,
    ownExecutions: `${machine.arn.replace(':stateMachine:', ':execution:')}:*`,
    waitingForIt: () => waitingFor(machine.arn, machinesOf(synthesis)),
    keyOf: (arn) => encryptingKey(arn, synthesis),
    secretOf: (arn) => secretOfConnection(arn, synthesis),
  });
}

/**
 * The state machines with a task that waits for what this one, or one that it runs, is handed the token of: what is said
 * about that task is said about them.
 */
function waitingFor(arn: string, machines: readonly Machine[]): string[] {
  const calls = (machine: Machine, suffix: string) =>
    [...walkStates(machine.definition)].filter(({ state }) => String(state.Resource).endsWith(suffix)).map(targetOf);
  const run = machines.filter((each) => each.arn === arn).flatMap((each) => calls(each, ':sfn:startSyncExecution'));
  return machines
    .filter((each) =>
      calls(each, ':states:startExecution.waitForTaskToken').some((target) => [arn, ...run].includes(target)),
    )
    .map((each) => each.arn);
}

function targetOf({ state }: { readonly state: State }): string {
  return String(((state.Arguments ?? state.Parameters) as JsonObject).StateMachineArn);
}

function keyOf({ sdk, service, action, pattern, version2 }: IntegrationResource): string {
  const suffix = pattern === 'requestResponse' ? '' : `.${pattern}${version2 ? ':2' : ''}`;
  return `${sdk ? 'aws-sdk:' : ''}${service}:${action}${suffix}`;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html#maprun-iam-permission */
function forMapRuns(stateMachineArn: string): NeededRight[] {
  const executions = stateMachineArn.replace(':stateMachine:', ':execution:');
  return [
    { action: 'states:StartExecution', resource: stateMachineArn },
    { action: 'states:DescribeExecution', resource: `${executions}:*` },
    { action: 'states:StopExecution', resource: `${executions}:*` },
    { action: 'states:RedriveExecution', resource: `${executions}/*:*` },
  ];
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html */
function forKey(key: string, stateMachineArn: string, logging: boolean): NeededRight[] {
  const [, partition, , region, account] = stateMachineArn.split(':');
  const context = { 'kms:EncryptionContext:aws:states:stateMachineArn': stateMachineArn };
  const delivery = { 'kms:EncryptionContext:SourceArn': `arn:${partition}:logs:${region}:${account}:*` };
  return [
    { action: 'kms:Decrypt', resource: key, context },
    { action: 'kms:GenerateDataKey', resource: key, context },
    ...(logging ? [{ action: 'kms:GenerateDataKey', resource: key, context: delivery }] : []),
  ];
}

function secretOfConnection(arn: string, synthesis: Synthesis): string {
  const connection = synthesis.ofType('AWS::Events::Connection').find((each) => synthesis.arnOf(each) === arn);
  if (!connection) throw new Error(`the connection ${arn} is not in the app`);
  return synthesis.evaluate(connection, { 'Fn::GetAtt': [connection.logicalId, 'SecretArn'] });
}
