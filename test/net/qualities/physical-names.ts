import { inEveryVariant } from '../quality';
import type { SynthesizedResource } from '../synthesis';

/** Where a name stands that no two resources of an account and Region may share. */
const NAMES: Record<string, (properties: any) => unknown[]> = {
  'AWS::CloudWatch::Alarm': ({ AlarmName }) => [AlarmName],
  'AWS::DynamoDB::Table': ({ TableName }) => [TableName],
  'AWS::Events::EventBus': ({ Name }) => [Name],
  'AWS::Events::Rule': ({ Name }) => [Name],
  'AWS::IAM::ManagedPolicy': ({ ManagedPolicyName }) => [ManagedPolicyName],
  'AWS::IAM::Role': ({ RoleName }) => [RoleName],
  'AWS::Lambda::Function': ({ FunctionName }) => [FunctionName],
  'AWS::Logs::LogGroup': ({ LogGroupName }) => [LogGroupName],
  // Two filters may feed one metric, but then nobody can tell whose alarm it is.
  'AWS::Logs::MetricFilter': ({ MetricTransformations }) =>
    MetricTransformations.map(({ MetricNamespace, MetricName }: any) => `${MetricNamespace}/${MetricName}`),
  'AWS::Logs::ResourcePolicy': ({ PolicyName }) => [PolicyName],
  'AWS::SNS::Topic': ({ TopicName }) => [TopicName],
  'AWS::SQS::Queue': ({ QueueName }) => [QueueName],
  'AWS::StepFunctions::StateMachine': ({ StateMachineName }) => [StateMachineName],
};

export const ownNames = inEveryVariant('no two resources have one physical name', function* (synthesis) {
  const owners = new Map<string, SynthesizedResource>();
  for (const resource of synthesis.resources) {
    if (resource.neighbour) continue;
    const names = NAMES[resource.type]?.(synthesis.evaluate(resource, resource.properties)) ?? [];
    for (const name of names.filter((given) => given !== undefined)) {
      const key = `${resource.type} ${name}`;
      const other = owners.get(key);
      if (other) yield `${resource.path} and ${other.path} are both called ${name}`;
      owners.set(key, resource);
    }
  }
});
