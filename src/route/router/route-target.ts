import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import type {
  ApiDestinationTargetOptions,
  ApiGatewayTargetOptions,
  BusTargetOptions,
  QueueTargetOptions,
  RouteDeliveryOptions,
  RouteTargetOptions,
  StreamTargetOptions,
} from './route-target-options';
import type { Connect } from './target-connection';
import { connectFunction, connectLogGroup, connectQueue, connectTopic } from './targets-with-policy';
import { connectApi, connectApiDestination, connectBus, connectStream, connectWorkflow } from './targets-with-role';

/**
 * Where a route of an `EventRouter` sends events. A target is in the account and Region of the router, but for another bus.
 * EventBridge may send to it for the rules of the router's bus, and nobody else gets a right.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
 *
 * @example
 * declare const fulfilment: sfn.IStateMachine;
 * RouteTarget.workflow(fulfilment, { input: RouteInput.detailOnly(), maxEventAge: Duration.hours(1) });
 */
export class RouteTarget {
  /**
   * Starts an execution: of a workflow of this library or another, imported, an alias or a version. Its input is the event,
   * or what `input` says; the execution's name is made by EventBridge.
   */
  public static workflow(stateMachine: sfn.IStateMachine, options: RouteTargetOptions = {}): RouteTarget {
    return new RouteTarget('Workflow', stateMachine, options, connectWorkflow(stateMachine));
  }

  /**
   * Calls a Lambda function without waiting for its answer. What the function fails with is Lambda's to try again: its own
   * dead-letter queue or destination gets it, not that of the router.
   */
  public static lambdaFunction(handler: lambda.IFunction, options: RouteTargetOptions = {}): RouteTarget {
    return new RouteTarget('Function', handler, options, connectFunction(handler));
  }

  /** Sends a message to an SQS queue, its body the event as JSON. */
  public static queue(queue: sqs.IQueue, options: QueueTargetOptions = {}): RouteTarget {
    return new RouteTarget('Queue', queue, options, connectQueue(queue, options.messageGroupId));
  }

  /** Publishes to an SNS topic, the event as JSON. Not to a FIFO topic. `EventRouter.fanOut` makes one with queues. */
  public static topic(topic: sns.ITopic, options: RouteTargetOptions = {}): RouteTarget {
    return new RouteTarget('Topic', topic, options, connectTopic(topic));
  }

  /** Puts a record into a Kinesis stream, its data the event as JSON. */
  public static stream(stream: kinesis.IStream, options: StreamTargetOptions = {}): RouteTarget {
    return new RouteTarget('Stream', stream, options, connectStream(stream, options));
  }

  /**
   * Sends a request to a method of a REST API, signed with a role that may call this method only; the body is the event as
   * JSON. Give the method IAM authorization, or everybody may call it.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-gateway-target.html
   */
  public static apiGateway(api: apigateway.IRestApi, options: ApiGatewayTargetOptions): RouteTarget {
    return new RouteTarget('Api', api, options, connectApi(api, options));
  }

  /**
   * Sends a request to an HTTPS endpoint, with the credentials of its connection; the body is the event as JSON. An answer
   * must come within five seconds. 401, 407, 409, 429 and 5xx are tried again, others end in the dead-letter queue.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
   */
  public static apiDestination(
    destination: events.IApiDestination,
    options: ApiDestinationTargetOptions = {},
  ): RouteTarget {
    return new RouteTarget('ApiDestination', destination, options, connectApiDestination(destination, options));
  }

  /** Writes the event into a log group as a line of JSON, by one resource policy of CloudWatch Logs for each stack. */
  public static logGroup(logGroup: logs.ILogGroup, options: RouteDeliveryOptions = {}): RouteTarget {
    return new RouteTarget('LogGroup', logGroup, options, connectLogGroup(logGroup), ['input']);
  }

  /**
   * Sends the event to another bus, of any account and Region, as it is. A bus of another account must have a policy that
   * lets this one in. EventBridge sends an event on once: those that come from another account or Region are left out, and
   * what another bus of this account has sent here ends in the dead-letter queue.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
   */
  public static bus(bus: events.IEventBus, options: BusTargetOptions = {}): RouteTarget {
    return new RouteTarget('Bus', bus, options, connectBus(bus), ['input', 'retryAttempts', 'maxEventAge']);
  }

  private constructor(
    private readonly kind: string,
    private readonly resource: IConstruct,
    /** @internal */
    public readonly _options: RouteTargetOptions,
    /** @internal */
    public readonly _connect: Connect,
    /**
     * Which of the options EventBridge does not take for it; only untyped code can have written them.
     *
     * @internal
     */
    public readonly _refused: readonly (keyof RouteTargetOptions)[] = [],
  ) {}

  /**
   * For the id of its rule: says what it is, and stays the same when other targets come and go.
   *
   * @internal
   */
  public get _id(): string {
    return `${this.kind}-${this.resource.node.id}`;
  }
}
