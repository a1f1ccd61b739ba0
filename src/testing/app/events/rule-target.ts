import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import { TargetInput } from './target-input';

const PROPERTIES = [
  'Arn',
  'DeadLetterConfig',
  'HttpParameters',
  'Id',
  'Input',
  'InputPath',
  'InputTransformer',
  'KinesisParameters',
  'RetryPolicy',
  'RoleArn',
  'SqsParameters',
];

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const LONGEST_AGE_SECONDS = 24 * 60 * 60;
const MOST_RETRIES = 185;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_HttpParameters.html */
export interface HttpParameters {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** One for each `*` in the path. */
  readonly path: readonly string[];
}

/** One target of a rule. */
export class RuleTarget {
  public readonly arn: string;
  public readonly roleArn?: string;
  public readonly input: TargetInput;
  public readonly deadLetterQueue?: string;
  public readonly longestAgeMs: number;
  public readonly mostRetries: number;
  /** Of a FIFO queue. */
  public readonly messageGroupId?: string;
  /** Of a stream. */
  public readonly partitionKeyPath?: string;
  /** Of an API: headers, query and path, in which a path into the event may stand for a value. */
  public readonly http: HttpParameters;

  constructor(target: JsonObject, rule: string) {
    const unknown = Object.keys(target).find((name) => !PROPERTIES.includes(name));
    if (unknown) {
      throw new RehearsalError(`${rule} has a target with ${unknown}, which is not rehearsed`);
    }
    this.arn = String(target.Arn);
    this.roleArn = textAt(target.RoleArn);
    this.input = new TargetInput(target, rule);
    this.deadLetterQueue = textAt(objectAt(target.DeadLetterConfig).Arn);
    this.messageGroupId = textAt(objectAt(target.SqsParameters).MessageGroupId);
    this.partitionKeyPath = textAt(objectAt(target.KinesisParameters).PartitionKeyPath);
    this.http = httpParametersOf(objectAt(target.HttpParameters));
    const { MaximumEventAgeInSeconds = LONGEST_AGE_SECONDS, MaximumRetryAttempts = MOST_RETRIES } = objectAt(
      target.RetryPolicy,
    );
    this.longestAgeMs = Number(MaximumEventAgeInSeconds) * 1000;
    this.mostRetries = Number(MaximumRetryAttempts);
    if (this.isBus && ['RetryPolicy', 'Input', 'InputPath', 'InputTransformer'].some((name) => name in target)) {
      // https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_events_targets.EventBusProps.html
      throw new RehearsalError(
        `EventBridge refuses a target of ${rule}: a bus takes no retry policy, and its input cannot be changed`,
      );
    }
  }

  public get isBus(): boolean {
    return /^arn:[\w-]+:events:[\w-]*:\d*:event-bus\//.test(this.arn);
  }
}

function httpParametersOf({
  HeaderParameters,
  QueryStringParameters,
  PathParameterValues = [],
}: JsonObject): HttpParameters {
  return {
    headers: textsIn(objectAt(HeaderParameters)),
    query: textsIn(objectAt(QueryStringParameters)),
    path: [PathParameterValues].flat().map(String),
  };
}

function textsIn(object: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, String(value)]));
}

function objectAt(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function textAt(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
