import { ArnFormat, Aws, Stack, Token } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { invalid } from '../../../private/errors';
import { bytesOf, expression, usersExpression } from '../plan/saga-contract';
import { MESSAGE_SENDING } from '../states/message-sending';

/**
 * The events that a saga sends before it ends: `Saga Succeeded`, `Saga Compensated`, `Saga Compensation Failed`. Each costs
 * one state transition; whether it can be sent changes nothing about how the saga ends.
 *
 * Their detail: `{ "saga", "execution", "outcome" }`, the outcome `SUCCEEDED`, `COMPENSATED` or `COMPENSATION_FAILED`; unless
 * the saga succeeded, `step`, `error` and `cause` of the first failure, and the names of the steps that were `undone` and
 * `notUndone`; and `data`, if asked for. Nothing of the saga's input or results is sent otherwise.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html
 */
export interface SagaEvents {
  /**
   * The bus that the events are put on.
   *
   * @default - the default bus of the account and Region
   */
  readonly bus?: events.IEventBus;

  /**
   * The `source` of the events. Sources that begin with `aws.` are those of AWS.
   *
   * @default 'cdk-workflows.saga'
   */
  readonly source?: string;

  /**
   * What the events say about the matter itself: a JSONata expression between `{%` and `%}` that may use `$input`, the
   * input of the saga, such as `{% { "orderId": $input.orderId } %}`. It becomes `data` in the detail, `null` where there is
   * nothing, and is replaced by `{ "omitted": "…" }` when it has more than 16 KiB. Where it fails, no event is sent.
   *
   * @default - the events have no `data`
   */
  readonly data?: string;
}

const DEFAULT_SOURCE = 'cdk-workflows.saga';
const MAX_SOURCE_CHARACTERS = 256;
const MAX_DATA_BYTES = 16 * 1024;

/** How a saga ended, as its events say it. */
export type Outcome = 'SUCCEEDED' | 'COMPENSATED' | 'COMPENSATION_FAILED';

/** Makes the tasks that send a saga's events. */
export class SagaEventSender {
  public readonly rights: iam.PolicyStatement[];
  private readonly bus?: events.IEventBus;
  private readonly source: string;
  private readonly data?: string;

  public constructor(scope: IConstruct, { bus, source = DEFAULT_SOURCE, data }: SagaEvents) {
    refuseBadSource(scope, 'events.source', source);
    this.bus = bus;
    this.source = source;
    this.data = data === undefined ? undefined : jsonataOf(scope, data);
    const ofAccount = { service: 'events', resource: 'event-bus', arnFormat: ArnFormat.SLASH_RESOURCE_NAME };
    const arn = bus?.eventBusArn ?? Stack.of(scope).formatArn({ ...ofAccount, resourceName: 'default' });
    this.rights = [new iam.PolicyStatement({ actions: ['events:PutEvents'], resources: [arn] })];
  }

  /** The fields of a task that sends one event. */
  public task(detailType: string, outcome: Outcome, more: object): object {
    return {
      Resource: `arn:${Aws.PARTITION}:states:::events:putEvents`,
      Arguments: {
        Entries: [
          {
            ...(this.bus ? { EventBusName: this.bus.eventBusArn } : {}),
            Source: this.source,
            DetailType: detailType,
            Detail: {
              saga: expression('$states.context.StateMachine.Name'),
              execution: expression('$states.context.Execution.Id'),
              outcome,
              ...more,
              ...(this.data === undefined ? {} : { data: usersExpression(cut(this.data)) }),
            },
          },
        ],
      },
      ...MESSAGE_SENDING,
    };
  }
}

/** A payload that is too long would end the execution, and no catcher sees that. */
function cut(data: string): string {
  const omitted = `{"omitted": "The data is longer than ${MAX_DATA_BYTES} bytes."}`;
  const bound = `$exists($data) ? (${bytesOf('$data')} > ${MAX_DATA_BYTES} ? ${omitted} : $data) : null`;
  return `($input := $states.context.Execution.Input; $data := (${data}); ${bound})`;
}

/** @param prop what the user calls it */
export function refuseBadSource(scope: IConstruct, prop: string, source: string): void {
  if (Token.isUnresolved(source)) return;
  if (source.length < 1 || source.length > MAX_SOURCE_CHARACTERS) {
    throw invalid(
      scope,
      `${prop} must have 1 to ${MAX_SOURCE_CHARACTERS} characters, received ${source.length}: shorten it, or leave it out`,
    );
  }
  if (source.startsWith('aws.')) {
    throw invalid(scope, `${prop} must not begin with 'aws.', received '${source}': only AWS sends such events`);
  }
  if (source.startsWith('{%')) {
    throw invalid(scope, `${prop} must be a text, received the expression '${source}'`);
  }
}

function jsonataOf(scope: IConstruct, data: string): string {
  const jsonata = /^\{%(.*)%\}$/s.exec(data.trim())?.[1].trim();
  if (!jsonata) throw invalid(scope, `events.data must be a JSONata expression between {% and %}, received '${data}'`);
  return jsonata;
}
