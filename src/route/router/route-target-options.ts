import type { Duration } from 'aws-cdk-lib';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { RouteInput } from '../route-input';

/** What a target of a route does when an event does not arrive. */
export interface RouteDeliveryOptions {
  /**
   * Queue for events that this target did not take. Not a FIFO queue.
   *
   * @default - that of the router
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * How often EventBridge tries again: 0 to 185.
   *
   * @default - as the router says
   */
  readonly retryAttempts?: number;

  /**
   * How long EventBridge tries again: 1 minute to 24 hours.
   *
   * @default - as the router says
   */
  readonly maxEventAge?: Duration;
}

/** What a target of a route gets, and what happens when it does not. */
export interface RouteTargetOptions extends RouteDeliveryOptions {
  /**
   * What of an event the target gets. The expressions of `RouteInput.fromObject` can only name a part of the event here,
   * `{% $event.detail.orderId %}`, because EventBridge fills them in; it does not escape texts, so there is a warning for
   * those that may hold a quotation mark.
   *
   * @default RouteInput.wholeEvent()
   */
  readonly input?: RouteInput;
}

/** How events go into a queue. */
export interface QueueTargetOptions extends RouteTargetOptions {
  /**
   * The message group of all events of this target; no path into the event is read here. A FIFO queue wants one, and must
   * deduplicate by content; a standard queue may have one, for fairness.
   *
   * @default - none, which a FIFO queue does not take
   */
  readonly messageGroupId?: string;
}

/** How events go into a stream. */
export interface StreamTargetOptions extends RouteTargetOptions {
  /**
   * Which events keep their order: a path into the event, `$.detail.orderId`. An event without it is not delivered.
   *
   * @default - the id of the event: none keep their order
   */
  readonly partitionKey?: string;
}

/** What goes with a request to an API. A value may be a path into the event, `$.detail.orderId`, as a whole. */
export interface ApiDestinationTargetOptions extends RouteTargetOptions {
  /**
   * Headers by name. What the connection of an API destination says of the same one counts more.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * Query parameters by name.
   *
   * @default - none
   */
  readonly queryString?: { [name: string]: string };

  /**
   * What is put in place of the asterisks in the path, in their order.
   *
   * @default - none
   */
  readonly pathParameters?: string[];
}

/** Which method of an API is called, and how. */
export interface ApiGatewayTargetOptions extends ApiDestinationTargetOptions {
  /** `POST` */
  readonly method: string;

  /** Below the stage, with an asterisk for each path parameter: `/orders/*`. */
  readonly path: string;

  /**
   * The stage.
   *
   * @default - that which the API deploys to; an imported API has none
   */
  readonly stage?: string;
}

/** What happens to events that do not arrive on another bus. EventBridge tries for 24 hours; that cannot be set. */
export interface BusTargetOptions {
  /**
   * Queue for events that the bus did not take. Not a FIFO queue.
   *
   * @default - that of the router
   */
  readonly deadLetterQueue?: sqs.IQueue;
}
