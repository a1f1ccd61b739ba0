import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../asl/json';
import type { CloudFormationResource } from './cloudformation';
import type { StackValues } from './stack-values';

export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly urlSuffix: string;
}

interface Identity {
  /** The property that holds the physical name; left out where the service makes one up, of ten characters. */
  readonly name?: string;
  /** The ARN after `arn:partition:`; `{name}` is the physical name. */
  readonly arn: string;
  /** What Ref gives; the name unless said otherwise. */
  readonly ref?: 'arn' | 'url';
  /** Attributes beside Arn. */
  readonly attributes?: Record<string, Part>;
}

/** `stream` is the ARN of a table's stream. */
type Part = 'name' | 'arn' | 'url' | 'stream';

const LOCAL = '{region}:{account}';

const TABLE: Identity = {
  name: 'TableName',
  arn: `dynamodb:${LOCAL}:table/{name}`,
  attributes: { StreamArn: 'stream' },
};

/** The end of a cluster's ARN is made up by MSK. */
const KAFKA_CLUSTER: Identity = {
  name: 'ClusterName',
  arn: `kafka:${LOCAL}:cluster/{name}/751d2973-a626-431c-9d4e-d7975eb44dd7-2`,
  ref: 'arn',
};

/** Types whose names and ARNs appear in definitions; any other type gets a name and an ARN of the usual shape. */
const identities: Record<string, Identity> = {
  'AWS::ApiGateway::RestApi': { arn: `apigateway:{region}::/restapis/{name}` },
  'AWS::ApiGateway::Stage': { name: 'StageName', arn: 'apigateway:{region}::/restapis/*/stages/{name}' },
  'AWS::ApiGatewayV2::Api': { arn: `apigateway:{region}::/apis/{name}` },
  'AWS::ApiGatewayV2::Authorizer': { arn: `apigateway:{region}::/authorizers/{name}` },
  'AWS::ApiGatewayV2::Stage': { name: 'StageName', arn: `apigateway:{region}::/stages/{name}` },
  'AWS::DynamoDB::Table': TABLE,
  'AWS::DynamoDB::GlobalTable': TABLE,
  'AWS::ECS::Cluster': { name: 'ClusterName', arn: `ecs:${LOCAL}:cluster/{name}` },
  'AWS::ECS::TaskDefinition': { name: 'Family', arn: `ecs:${LOCAL}:task-definition/{name}:1`, ref: 'arn' },
  'AWS::Events::ApiDestination': { name: 'Name', arn: `events:${LOCAL}:api-destination/{name}/1` },
  'AWS::Events::Archive': { name: 'ArchiveName', arn: `events:${LOCAL}:archive/{name}` },
  'AWS::Events::Connection': { name: 'Name', arn: `events:${LOCAL}:connection/{name}/1` },
  'AWS::Events::EventBus': { name: 'Name', arn: `events:${LOCAL}:event-bus/{name}`, attributes: { Name: 'name' } },
  'AWS::Events::Rule': { name: 'Name', arn: `events:${LOCAL}:rule/{bus}{name}` },
  'AWS::IAM::Role': { name: 'RoleName', arn: 'iam::{account}:role/{name}' },
  'AWS::KMS::Key': { name: 'KeyId', arn: `kms:${LOCAL}:key/{name}` },
  'AWS::Lambda::Alias': { name: 'Name', arn: `lambda:${LOCAL}:function:{function}:{name}`, ref: 'arn' },
  'AWS::Lambda::Function': { name: 'FunctionName', arn: `lambda:${LOCAL}:function:{name}` },
  'AWS::Lambda::Version': {
    name: 'Version',
    arn: `lambda:${LOCAL}:function:{function}:1`,
    ref: 'arn',
    attributes: { FunctionArn: 'arn' },
  },
  'AWS::Logs::LogGroup': { name: 'LogGroupName', arn: `logs:${LOCAL}:log-group:{name}:*` },
  'AWS::MSK::Cluster': KAFKA_CLUSTER,
  'AWS::MSK::ServerlessCluster': KAFKA_CLUSTER,
  'AWS::S3::Bucket': { name: 'BucketName', arn: 's3:::{name}' },
  'AWS::Scheduler::Schedule': { name: 'Name', arn: `scheduler:${LOCAL}:schedule/{group}/{name}` },
  'AWS::Scheduler::ScheduleGroup': { name: 'Name', arn: `scheduler:${LOCAL}:schedule-group/{name}` },
  'AWS::SNS::Topic': {
    name: 'TopicName',
    arn: `sns:${LOCAL}:{name}`,
    ref: 'arn',
    attributes: { TopicArn: 'arn', TopicName: 'name' },
  },
  'AWS::SQS::Queue': {
    name: 'QueueName',
    arn: `sqs:${LOCAL}:{name}`,
    ref: 'url',
    attributes: { QueueName: 'name', QueueUrl: 'url' },
  },
  'AWS::SecretsManager::Secret': { name: 'Name', arn: `secretsmanager:${LOCAL}:secret:{name}`, ref: 'arn' },
  'AWS::StepFunctions::Activity': { name: 'Name', arn: `states:${LOCAL}:activity:{name}`, ref: 'arn' },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName',
    arn: `states:${LOCAL}:stateMachine:{name}`,
    ref: 'arn',
    attributes: { Name: 'name' },
  },
  'AWS::StepFunctions::StateMachineAlias': {
    name: 'Name',
    arn: `states:${LOCAL}:stateMachine:{stateMachine}:{name}`,
    ref: 'arn',
  },
  'AWS::StepFunctions::StateMachineVersion': {
    name: 'Name',
    arn: `states:${LOCAL}:stateMachine:{stateMachine}:1`,
    ref: 'arn',
  },
};

/** What Ref gives for a resource. */
export function referenceTo(logicalId: string, resource: CloudFormationResource, values: StackValues): Json {
  const identity = identityOf(resource);
  return partOf(identity.ref ?? 'name', logicalId, resource, identity, values);
}

/** What Fn::GetAtt gives; an attribute that nobody here knows gets a recognizable text. */
export function attributeOf(
  logicalId: string,
  resource: CloudFormationResource,
  attribute: string,
  values: StackValues,
): Json {
  const identity = identityOf(resource);
  const kind = attribute === 'Arn' ? 'arn' : identity.attributes?.[attribute];
  return kind ? partOf(kind, logicalId, resource, identity, values) : `${logicalId}.${attribute}`;
}

export function physicalName(logicalId: string, resource: CloudFormationResource, values: StackValues): string {
  const { name } = identityOf(resource);
  if (name === undefined) {
    return madeUpId(`${values.stack.name}/${logicalId}`);
  }
  const given = resource.Properties?.[name];
  if (given !== undefined && given !== null) {
    return String(values.evaluate(given));
  }
  const madeUp = values.nameFor(logicalId);
  if (resource.Type === 'AWS::S3::Bucket') {
    return madeUp.toLowerCase();
  }
  return resource.Properties?.FifoQueue === true ? `${madeUp}.fifo` : madeUp;
}

/** The same for the same resource of a stack. */
function madeUpId(text: string): string {
  const hash = createHash('sha256').update(text).digest();
  return Array.from(hash.subarray(0, 10), (byte) => (byte % 36).toString(36)).join('');
}

function partOf(
  kind: Part,
  logicalId: string,
  resource: CloudFormationResource,
  identity: Identity,
  values: StackValues,
): string {
  const name = physicalName(logicalId, resource, values);
  const { partition, region, account, urlSuffix } = values.place;
  if (kind === 'name') {
    return name;
  }
  if (kind === 'url') {
    return `https://sqs.${region}.${urlSuffix}/${account}/${name}`;
  }

  const filled = identity.arn.replace(/\{(\w+)\}/g, (_place, part: string) => {
    const parts: Readonly<Record<string, () => string>> = {
      region: () => region,
      account: () => account,
      name: () => name,
      function: () => functionNameOf(resource, values),
      stateMachine: () => stateMachineNameOf(resource, values),
      group: () => String(values.evaluate(resource.Properties?.GroupName ?? 'default')),
      bus: () => busPartOf(resource, values),
    };
    return parts[part]?.() ?? '';
  });
  const arn = `arn:${partition}:${filled}`;
  return kind === 'stream' ? `${arn}/stream/2025-01-01T00:00:00.000` : arn;
}

/** A version or an alias names its function by name or by ARN. */
function functionNameOf(resource: CloudFormationResource, values: StackValues): string {
  const given = String(values.evaluate(resource.Properties?.FunctionName ?? null));
  return /:function:([^:]+)/.exec(given)?.[1] ?? given;
}

/** A version names its state machine by ARN, an alias its versions. */
function stateMachineNameOf({ Properties = {} }: CloudFormationResource, values: StackValues): string {
  const { StateMachineArn: machine, RoutingConfiguration: routing, DeploymentPreference: deployment } = Properties;
  const { StateMachineVersionArn: version } = ([deployment ?? routing].flat()[0] ?? {}) as JsonObject;
  return String(values.evaluate(machine ?? version ?? null)).split(':')[6] ?? '';
}

/** The ARN of a rule names its bus, by name, unless that is the default one. */
function busPartOf(resource: CloudFormationResource, values: StackValues): string {
  const bus = String(values.evaluate(resource.Properties?.EventBusName ?? 'default')).replace(/^.*:event-bus\//, '');
  return bus === 'default' ? '' : `${bus}/`;
}

function identityOf({ Type }: CloudFormationResource): Identity {
  const known = identities[Type];
  if (known) {
    return known;
  }
  const [, service = 'custom', type = 'resource'] = Type.split('::');
  return { name: 'Name', arn: `${service.toLowerCase()}:${LOCAL}:${type.toLowerCase()}/{name}` };
}
