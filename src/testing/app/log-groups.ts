import { isObject, type Json, type JsonObject } from '../../asl/json';
import { parsedIfJson } from '../integrations/parsed-if-json';
import { ServiceError } from '../integrations/service-error';
import type { AppResource, AppResources } from './app-resources';
import { allows, statementsOf } from './permissions/statement';

/** A log group, its ARN or its name. */
export type LogGroupReference = string | { readonly logGroupArn: string };

/**
 * What EventBridge asks for, which makes a stream of its own, and does not tell for which rule:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html,
 * https://github.com/aws-samples/serverless-patterns/pull/618
 */
const ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** What services write into the log groups of an app; those of workflows stay empty, for their logs are not rehearsed. */
export class LogGroups {
  private readonly messages = new Map<string, string[]>();

  /** @param resolve - gives the value of a token of the synthesized templates */
  constructor(
    private readonly resources: AppResources,
    private readonly resolve: (text: string) => string,
  ) {}

  /**
   * Writes on behalf of a resource, as the policies of CloudWatch Logs allow it. A group that is in no template is given
   * the benefit of the doubt.
   *
   * @param service - `events.amazonaws.com`
   * @param sourceArn - the rule
   */
  public write(groupArn: string, message: string, service: string, sourceArn: string): void {
    const arn = withoutStreams(groupArn);
    const group = this.resources.ofType('AWS::Logs::LogGroup').find((one) => withoutStreams(one.arn) === arn);
    const missing = ACTIONS.find((action) => {
      const told = action === 'logs:PutLogEvents' ? sourceArn : '';
      const attempt = { action, service, context: { 'aws:SourceArn': told } };
      // A policy names the group with its streams, or without.
      const resources = [arn, `${arn}:*`, `${arn}:log-stream:made-by-the-service`];
      return group && !resources.some((resource) => allows(this.statementsFor(group), { ...attempt, resource }));
    });
    if (missing) {
      throw new ServiceError('AccessDeniedException', `${service} is not authorized to perform: ${missing} on ${arn}`);
    }
    this.messages.set(arn, [...(this.messages.get(arn) ?? []), message]);
  }

  /** The messages in the order of their arrival, parsed when they are JSON. */
  public events(group: LogGroupReference): Json[] {
    const reference = withoutStreams(this.resolve(typeof group === 'string' ? group : group.logGroupArn));
    return [...this.messages]
      .filter(([arn]) => arn === reference || arn.endsWith(`:log-group:${reference}`))
      .flatMap(([, messages]) => messages.map(parsedIfJson));
  }

  /** The policies of its account and Region, those that the CDK has a function of its own put among them. */
  private statementsFor({ place }: AppResource): JsonObject[] {
    const isThere = (one: AppResource) => one.place.account === place.account && one.place.region === place.region;
    const written = this.resources.ofType('AWS::Logs::ResourcePolicy').filter(isThere);
    const put = this.resources.ofType('Custom::CloudwatchLogResourcePolicy').filter(isThere);
    const documents = [
      ...written.map(({ properties }) => properties.PolicyDocument),
      ...put.map(({ properties }) => policyIn(parsed(properties.Create))),
    ];
    return documents.flatMap((document) => statementsOf(parsed(document)));
  }
}

function policyIn(call: Json | undefined): Json | undefined {
  return isObject(call) && isObject(call.parameters) ? call.parameters.policyDocument : undefined;
}

function parsed(value: Json | undefined): Json | undefined {
  return typeof value === 'string' ? (JSON.parse(value) as Json) : value;
}

function withoutStreams(arn: string): string {
  return arn.replace(/:\*$/, '');
}
