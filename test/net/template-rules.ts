/** The rules of a resource type; properties are evaluated. */
type Rule = (properties: any) => Iterable<string>;

/** Targets that EventBridge calls with a role of the rule's owner; Lambda, SNS, SQS and logs have policies of their own. */
const CALLED_WITH_A_ROLE = /^arn:[\w-]+:(states|events|kinesis|firehose|ecs|batch|codebuild|codepipeline|ssm):/;
const EVENT_BUS = /^arn:[\w-]+:events:[^:]*:[^:]*:event-bus\//;
const INPUTS = ['Input', 'InputPath', 'InputTransformer'];

const HTTP_METHODS = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

export const TEMPLATE_RULES: { readonly [type: string]: Rule } = {
  *'AWS::Events::Rule'({ Targets = [] }) {
    const ids = Targets.map(({ Id }: any) => Id);
    if (new Set(ids).size < ids.length) yield `target ids must be unique, found ${ids}`;
    for (const target of Targets) {
      const inputs = INPUTS.filter((input) => target[input] !== undefined);
      if (inputs.length > 1) yield `target ${target.Id} has ${inputs.join(' and ')}, but may have one of them`;
      if (CALLED_WITH_A_ROLE.test(target.Arn) && !target.RoleArn) yield `target ${target.Id} needs a RoleArn`;
      if (EVENT_BUS.test(target.Arn)) {
        for (const field of [...inputs, ...(target.RetryPolicy ? ['RetryPolicy'] : [])]) {
          yield `target ${target.Id} is an event bus, which takes no ${field}`;
        }
      }
    }
  },

  *'AWS::ApiGateway::Method'({ HttpMethod, Integration = {} }) {
    if (!HTTP_METHODS.includes(HttpMethod)) yield `there is no HTTP method '${HttpMethod}'`;
    const called = Integration.IntegrationHttpMethod;
    const calls = ['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY'].includes(Integration.Type);
    if (calls && !HTTP_METHODS.includes(called))
      yield `the integration needs an IntegrationHttpMethod, found ${called}`;
  },

  'AWS::ApiGateway::RestApi': ({ Body }) => (Body ? integrationProblems(Body) : []),

  *'AWS::Scheduler::Schedule'({ Target = {} }) {
    if (!Target.DeadLetterConfig?.Arn) yield 'what the schedule cannot start is lost: it needs a DeadLetterConfig';
    if (!Target.RetryPolicy) yield 'the schedule retries for 24 hours unless it says otherwise: it needs a RetryPolicy';
  },

  *'AWS::Pipes::Pipe'({ TargetParameters = {}, LogConfiguration }) {
    if (!TargetParameters.StepFunctionStateMachineParameters?.InvocationType) yield 'the pipe needs an InvocationType';
    if (!LogConfiguration) yield 'nobody hears why the pipe fails: it needs a LogConfiguration';
  },

  'AWS::IAM::Role': ({ Policies = [] }) => Policies.flatMap((policy: any) => everything(policy.PolicyDocument)),
  'AWS::IAM::Policy': ({ PolicyDocument }) => everything(PolicyDocument),
  'AWS::IAM::ManagedPolicy': ({ PolicyDocument }) => everything(PolicyDocument),
  'AWS::SQS::QueuePolicy': ({ PolicyDocument }) => everyone(PolicyDocument),
  'AWS::SNS::TopicPolicy': ({ PolicyDocument }) => everyone(PolicyDocument),
  'AWS::KMS::Key': ({ KeyPolicy }) => everyone(KeyPolicy),
  'AWS::Events::EventBusPolicy': ({ Statement }) => everyone({ Statement }),
};

/** Without a template an answer passes as it is, and with several the client's Accept header chooses. */
function* integrationProblems({ paths = {} }: any): Iterable<string> {
  for (const [path, methods] of Object.entries<any>(paths)) {
    for (const [method, { 'x-amazon-apigateway-integration': integration }] of Object.entries<any>(methods)) {
      if (!integration) continue;
      const called = integration.httpMethod;
      if (integration.type !== 'mock' && !HTTP_METHODS.includes(called)) yield `${method} ${path} needs an httpMethod`;
      if (integration.type === 'mock' || integration.type.endsWith('_proxy')) continue;
      if (integration.passthroughBehavior !== 'never')
        yield `${method} ${path} passes bodies that it has no template for`;
      for (const [status, response] of Object.entries<any>(integration.responses ?? {})) {
        const templates = Object.keys(response.responseTemplates ?? {}).length;
        if (templates !== 1) yield `${method} ${path}: the answer to ${status} has ${templates} templates`;
      }
    }
  }
}

function allowed(document: any): any[] {
  return [document.Statement].flat().filter(({ Effect }) => Effect === 'Allow');
}

function everything(document: any): string[] {
  const all = allowed(document).filter(
    ({ Action, Resource }) =>
      [Action].flat().some((action) => /^(\*|\w+:\*)$/.test(action)) && [Resource].flat().includes('*'),
  );
  return all.map(({ Action }) => `${Action} is allowed on everything`);
}

function everyone(document: any): string[] {
  return allowed(document)
    .filter(({ Principal, Condition }) => (Principal === '*' || Principal?.AWS === '*') && !Condition)
    .map(({ Action }) => `${Action} is allowed to everyone`);
}
