import { resolvedText } from './resolved-text';

/** How much of a limit something takes. */
export interface Use {
  readonly limit: string;
  /** Logical id of what takes it; `template` where that is the whole. */
  readonly by: string;
  readonly used: number;
  readonly most: number;
}

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the properties of whatever resource
  readonly Properties?: any;
}

interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: object;
  readonly Parameters?: object;
  readonly Mappings?: object;
}

/** What of one resource is limited: by how much, and the values that take of it. */
interface Rule {
  readonly limit: string;
  readonly most: number;
  readonly types: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: the properties of whatever resource
  readonly sizesOf: (properties: any) => readonly number[];
}

const length = (value: unknown) => (value === undefined ? 0 : resolvedText(value).length);
const bytes = (value: unknown) => (value === undefined ? 0 : Buffer.byteLength(resolvedText(value)));

const RULES: readonly Rule[] = [
  // https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
  {
    limit: 'definition, bytes',
    most: 1_048_576,
    types: ['AWS::StepFunctions::StateMachine'],
    sizesOf: ({ DefinitionString, Definition }) => [bytes(DefinitionString ?? Definition)],
  },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  {
    limit: 'trust policy, characters',
    most: 2048,
    types: ['AWS::IAM::Role'],
    sizesOf: ({ AssumeRolePolicyDocument }) => [length(AssumeRolePolicyDocument)],
  },
  {
    limit: 'managed policy, characters',
    most: 6144,
    types: ['AWS::IAM::ManagedPolicy'],
    sizesOf: ({ PolicyDocument }) => [length(PolicyDocument)],
  },
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  {
    limit: 'event pattern, characters',
    most: 2048,
    types: ['AWS::Events::Rule', 'AWS::Events::Archive'],
    sizesOf: ({ EventPattern }) => [length(EventPattern)],
  },
  {
    limit: 'targets of a rule',
    most: 5,
    types: ['AWS::Events::Rule'],
    sizesOf: ({ Targets = [] }) => [Targets.length],
  },
  {
    limit: 'event bus policy, bytes',
    most: 10_240,
    types: ['AWS::Events::EventBusPolicy'],
    sizesOf: ({ Statement }) => [bytes(Statement)],
  },
  // https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeTargetParameters.html
  {
    limit: 'input template of a pipe, characters',
    most: 8192,
    types: ['AWS::Pipes::Pipe'],
    sizesOf: ({ TargetParameters }) => [length(TargetParameters?.InputTemplate)],
  },
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
  {
    limit: 'mapping template, bytes',
    most: 300 * 1024,
    types: ['AWS::ApiGateway::RestApi'],
    sizesOf: ({ Body }) => mappingTemplates(Body).map(bytes),
  },
  {
    limit: 'OpenAPI document, bytes',
    most: 6 * 1024 * 1024,
    types: ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'],
    sizesOf: ({ Body }) => [bytes(Body)],
  },
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
  {
    limit: 'inline code of a function, bytes',
    most: 4 * 1024 * 1024,
    types: ['AWS::Lambda::Function'],
    sizesOf: ({ Code }) => [bytes(Code?.ZipFile)],
  },
];

/** All that a template takes of the limits of CloudFormation and of the services, whether there is room left or not. */
export function usesOf(templateText: string): Use[] {
  const template = JSON.parse(templateText) as Template;
  const resources = Object.entries(template.Resources ?? {});
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
  const ofTemplate = [
    { limit: 'resources', used: resources.length, most: 500 },
    { limit: 'outputs', used: Object.keys(template.Outputs ?? {}).length, most: 200 },
    { limit: 'parameters', used: Object.keys(template.Parameters ?? {}).length, most: 200 },
    { limit: 'mappings', used: Object.keys(template.Mappings ?? {}).length, most: 200 },
    { limit: 'template, bytes', used: Buffer.byteLength(templateText), most: 1_000_000 },
  ].map((use) => ({ ...use, by: 'template' }));
  const ofResources = resources.flatMap(([by, { Type, Properties = {} }]) =>
    RULES.filter(({ types }) => types.includes(Type)).flatMap(({ limit, most, sizesOf }) =>
      sizesOf(Properties).map((used) => ({ limit, by, used, most })),
    ),
  );
  return [...ofTemplate, ...ofResources, ...inlinePolicies(resources)].filter(({ used }) => used > 0);
}

/**
 * All inline policies of a role count together, whichever resource brings them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
function inlinePolicies(resources: readonly [string, Resource][]): Use[] {
  const used = new Map<string, number>();
  const add = (role: string, document: unknown) => used.set(role, (used.get(role) ?? 0) + length(document));
  for (const [id, { Type, Properties = {} }] of resources) {
    if (Type === 'AWS::IAM::Role') {
      for (const { PolicyDocument } of Properties.Policies ?? []) add(id, PolicyDocument);
    } else if (Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::RolePolicy') {
      const roles = Properties.Roles ?? [Properties.RoleName];
      for (const role of roles) add(role?.Ref ?? String(role), Properties.PolicyDocument);
    }
  }
  return [...used].map(([by, size]) => ({
    limit: 'inline policies of a role, characters',
    by,
    used: size,
    most: 10_240,
  }));
}

function mappingTemplates(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'requestTemplates' || key === 'responseTemplates' ? Object.values(member ?? {}) : mappingTemplates(member),
  );
}
