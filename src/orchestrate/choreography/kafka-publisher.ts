import { Aws, Stack, Token } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { differs } from '../../private/elsewhere';
import { invalid } from '../../private/errors';
import { httpRights } from '../../private/http-rights';
import { expression } from '../saga/plan/saga-contract';

/** A REST proxy that takes records for a topic, as version 3 of that of Confluent does. */
export interface KafkaRestProxyOptions {
  /** Connection of EventBridge that holds the credentials for the proxy. */
  readonly connection: events.IConnection;

  /** The address before `/v3`: `https://pkc-12345.eu-west-1.aws.confluent.cloud/kafka`. A certificate that everybody trusts. */
  readonly apiRoot: string;

  /** The id of the cluster: `lkc-abc123`. */
  readonly clusterId: string;
}

/**
 * How the participants of a saga produce records to its topic: nothing of AWS does that for a workflow.
 *
 * @example
 * declare const connection: events.IConnection;
 * KafkaPublisher.restProxy({ connection, apiRoot: 'https://proxy.example.com/kafka', clusterId: 'lkc-abc123' });
 */
export class KafkaPublisher {
  /**
   * A request to a REST proxy that is reached through the internet, or privately by its connection. No mutual TLS.
   *
   * @see https://docs.confluent.io/cloud/current/ccloud/produce-record/
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html
   */
  public static restProxy(options: KafkaRestProxyOptions): KafkaPublisher {
    return new KafkaPublisher({
      check: (scope) => {
        refuseBadAddress(scope, options);
        refuseOtherRegion(scope, 'connection', options.connection.env.region);
      },
      sending: (_, topic) => restTask(options, topic),
      rights: (scope, topic) => httpRights(scope, options.connection, 'POST', addressOf(options, topic)),
    });
  }

  /**
   * A Lambda function that produces the record, and answers when Kafka has it. It is called with
   * `{ "topic": "sagas", "key": "<sagaId>", "value": { "detail-type": "Step Succeeded", "detail": { … } } }`, and must write the
   * value as JSON, and fail when Kafka does not have the record: what it answers is not looked at. It has 30 seconds, and may be
   * called again.
   */
  public static invoke(publisher: lambda.IFunction): KafkaPublisher {
    return new KafkaPublisher({
      check: (scope) => refuseOtherRegion(scope, 'the function of the publisher', publisher.env.region),
      sending: (_, topic) => ({
        Resource: `arn:${Aws.PARTITION}:states:::lambda:invoke`,
        Arguments: { FunctionName: publisher.functionArn, Payload: { topic, key: KEY, value: VALUE } },
      }),
      rights: () => [
        new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [publisher.functionArn] }),
      ],
    });
  }

  private constructor(private readonly way: PublishingWay) {}

  /** @internal */
  public _check(scope: Construct): void {
    this.way.check(scope);
  }

  /** @internal */
  public _sending(scope: Construct, topic: string): object {
    return this.way.sending(scope, topic);
  }

  /** @internal */
  public _rights(scope: Construct, topic: string): iam.PolicyStatement[] {
    return this.way.rights(scope, topic);
  }
}

interface PublishingWay {
  readonly check: (scope: Construct) => void;
  readonly sending: (scope: Construct, topic: string) => object;
  readonly rights: (scope: Construct, topic: string) => iam.PolicyStatement[];
}

/** One saga is one key: its events stay in one partition, for those who read along. */
const KEY = expression('$states.input.detail.sagaId');
const VALUE = { 'detail-type': expression('$states.input.type'), detail: expression('$states.input.detail') };

function restTask(options: KafkaRestProxyOptions, topic: string): object {
  const code = '$states.result.ResponseBody.error_code';
  return {
    Resource: `arn:${Aws.PARTITION}:states:::http:invoke`,
    Arguments: {
      ApiEndpoint: addressOf(options, topic),
      Method: 'POST',
      InvocationConfig: { ConnectionArn: options.connection.connectionArn },
      Headers: { 'Content-Type': 'application/json' },
      RequestBody: { key: { type: 'STRING', data: KEY }, value: { type: 'JSON', data: VALUE } },
    },
    // The proxy answers 200 to a record that Kafka did not take, too.
    Output: expression(`${code} = 200 ? $states.input : $error("The REST proxy could not produce the record.")`),
  };
}

function addressOf({ apiRoot, clusterId }: KafkaRestProxyOptions, topic: string): string {
  return `${apiRoot.replace(/\/+$/, '')}/v3/clusters/${clusterId}/topics/${topic}/records`;
}

function refuseBadAddress(scope: Construct, { apiRoot, clusterId }: KafkaRestProxyOptions): void {
  if (!Token.isUnresolved(apiRoot) && !/^https:\/\/[^\s?#*{}@]+$/.test(apiRoot)) {
    throw invalid(
      scope,
      `apiRoot must be an address that begins with https:// and has no query, received '${apiRoot}': write 'https://proxy.example.com/kafka'`,
    );
  }
  if (!Token.isUnresolved(apiRoot) && /\/v3(\/|$)/.test(apiRoot)) {
    throw invalid(
      scope,
      `apiRoot must be the address before '/v3', which is added, received '${apiRoot}': end it there`,
    );
  }
  if (!Token.isUnresolved(clusterId) && !/^[\w-]+$/.test(clusterId)) {
    throw invalid(
      scope,
      `clusterId must have letters, digits, hyphens and underscores, received '${clusterId}': write its id, like 'lkc-abc123'`,
    );
  }
}

/** A task calls what is in its own Region. */
function refuseOtherRegion(scope: Construct, what: string, region: string): void {
  const here = Stack.of(scope).region;
  if (differs(region, here)) {
    throw invalid(
      scope,
      `${what} must be in the Region of the saga, ${here}, received one in ${region}: make one here`,
    );
  }
}
