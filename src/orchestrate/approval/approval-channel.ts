import { ArnFormat, Names, Stack, Token } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as ses from 'aws-cdk-lib/aws-ses';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import { httpRights } from '../../private/http-rights';
import { ours, resource } from './approval-expressions';
import type { StateFields } from './approval-state';

/** What every channel can be told. */
export interface ApprovalChannelOptions {
  /**
   * Says that each message reaches the approver alone whose name is in it, although several approvers of a gate share the
   * channel: by filter policies on the message attribute `approver`, by a rule for the event's `detail.approver`, by what
   * the function does. Whoever sees the link of another can decide in his place.
   *
   * @default false
   */
  readonly separatesApprovers?: boolean;
}

/** How a channel sends e-mail. */
export interface ApprovalEmailOptions {
  /**
   * The topic that sends it. Whoever subscribes to it in another way, without a filter, sees the links of all.
   *
   * @default - one that all gates of the service share
   */
  readonly topic?: sns.ITopic;
}

/** How SES sends e-mail. */
export interface ApprovalSesOptions {
  /** The verified identity that sends: a domain, or an address. */
  readonly identity: ses.IEmailIdentity;

  /** Who sends: `Approvals <approvals@example.com>`, an address of the identity. */
  readonly sender: string;
}

/** A request over HTTPS. */
export interface ApprovalHttpOptions extends ApprovalChannelOptions {
  /** The connection whose credentials are sent. */
  readonly connection: events.IConnection;

  /** The address that the message is posted to, such as a webhook of a chat. It begins with `https://`. */
  readonly url: string;

  /**
   * The body, which may hold JSONata expressions that read the message in `$states.input`.
   *
   * @default - `{ "text": "…" }`, as the webhooks of most chats take it
   */
  readonly body?: { [key: string]: unknown };
}

/**
 * What a channel is in a service.
 *
 * @internal
 */
export interface ChannelConfig {
  /** The same for all that send to the same place in the same way. */
  readonly identity: string;
  /** For messages: `the topic Stack/Topic`. */
  readonly label: string;
  /** The mailbox that one message reaches, where the channel knows it; approvers who have the same see each other's links. */
  readonly to?: string;
  readonly separatesApprovers: boolean;
  /** The task that sends `$states.input.message`. */
  readonly fields: StateFields;
  readonly rights: readonly iam.PolicyStatement[];
  /** Rights that need a policy of their own, because what they name may name the role. */
  readonly keyArn?: string;
  /** Called once for each person. */
  readonly subscribe?: () => void;
}

/** What channels find in the service that they send for. */
export interface ChannelService {
  readonly scope: IConstruct;
  readonly mailTopic: () => sns.ITopic;
  readonly subscribeMail: (topic: sns.ITopic, address: string) => void;
}

const SENDING = {
  Type: 'Task',
  Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2, JitterStrategy: 'FULL' }],
};

/** The message for programs: all but the ready-made texts. */
const FOR_PROGRAMS = '$sift($states.input.message, function($value, $key) { $not($key in ["subject", "text"]) })';

/**
 * A way to tell an approver that there is something to decide.
 *
 * Programs get `{ "approver", "kind", "title", "details"?, "link", "closesAt" }`, `kind` being `ASKED`, `REMINDER`,
 * `ESCALATED` or `DELEGATED`; people get a text. No message has a task token in it.
 */
export class ApprovalChannel {
  /**
   * E-mail by SNS. Whoever the address belongs to has to confirm the subscription once. The e-mail has a link by which
   * anybody, a scanner included, ends the subscription: `ses` sends without.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
   */
  public static email(address: string, options: ApprovalEmailOptions = {}): ApprovalChannel {
    return new ApprovalChannel((service) => {
      const to = mailbox(service.scope, address);
      const topic = options.topic ?? service.mailTopic();
      return {
        ...topicConfig(service.scope, topic),
        to,
        separatesApprovers: false,
        subscribe: () => service.subscribeMail(topic, to),
      };
    });
  }

  /**
   * E-mail by SES, to one address.
   *
   * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
   */
  public static ses(address: string, options: ApprovalSesOptions): ApprovalChannel {
    const { identity, sender } = options;
    return new ApprovalChannel(({ scope }) => ({
      identity: `ses ${Names.nodeUniqueId(identity.node)} ${sender}`,
      label: `SES as ${sender}`,
      to: mailbox(scope, address),
      separatesApprovers: false,
      fields: {
        ...SENDING,
        TimeoutSeconds: 20,
        Resource: resource('aws-sdk:sesv2:sendEmail'),
        Arguments: {
          FromEmailAddress: sender,
          Destination: { ToAddresses: [ours('$states.input.to')] },
          Content: {
            Simple: {
              Subject: { Data: ours('$states.input.message.subject') },
              Body: { Text: { Data: ours('$states.input.message.text'), Charset: 'UTF-8' } },
            },
          },
        },
      },
      rights: [
        new iam.PolicyStatement({
          actions: ['ses:SendEmail'],
          resources: [
            Stack.of(scope).formatArn({
              service: 'ses',
              resource: 'identity',
              resourceName: identity.emailIdentityName,
              arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
            }),
          ],
        }),
      ],
    }));
  }

  /**
   * A topic, for subscriptions of yours: the text, with the approver's name in the message attribute `approver` for their
   * filter policies.
   */
  public static topic(topic: sns.ITopic, options: ApprovalChannelOptions = {}): ApprovalChannel {
    return new ApprovalChannel(({ scope }) => ({
      ...topicConfig(scope, topic),
      separatesApprovers: options.separatesApprovers ?? false,
    }));
  }

  /** Events on a bus, from the source `cdk-workflows.approval` with the detail type `Approval Requested`. */
  public static eventBus(bus: events.IEventBus, options: ApprovalChannelOptions = {}): ApprovalChannel {
    return new ApprovalChannel(() => ({
      identity: `bus ${Names.nodeUniqueId(bus.node)}`,
      label: `the bus ${bus.node.path}`,
      separatesApprovers: options.separatesApprovers ?? false,
      fields: {
        ...SENDING,
        TimeoutSeconds: 20,
        Resource: resource('events:putEvents'),
        Arguments: {
          Entries: [
            {
              Source: 'cdk-workflows.approval',
              DetailType: 'Approval Requested',
              Detail: ours(FOR_PROGRAMS),
              EventBusName: bus.eventBusArn,
            },
          ],
        },
      },
      rights: [new iam.PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] })],
    }));
  }

  /** A queue, whose messages have the approver's name in the attribute `approver` too. */
  public static queue(queue: sqs.IQueue, options: ApprovalChannelOptions = {}): ApprovalChannel {
    return new ApprovalChannel(({ scope }) => {
      if (queue.fifo) {
        throw invalid(
          scope,
          `the queue ${queue.node.path} of an approver must not be a FIFO queue: requests have no order`,
        );
      }
      return {
        identity: `queue ${Names.nodeUniqueId(queue.node)}`,
        label: `the queue ${queue.node.path}`,
        separatesApprovers: options.separatesApprovers ?? false,
        fields: {
          ...SENDING,
          TimeoutSeconds: 20,
          Resource: resource('sqs:sendMessage'),
          Arguments: {
            QueueUrl: queue.queueUrl,
            MessageBody: ours(`$string(${FOR_PROGRAMS})`),
            MessageAttributes: APPROVER_ATTRIBUTE,
          },
        },
        rights: [new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] })],
        keyArn: queue.encryptionMasterKey?.keyArn,
      };
    });
  }

  /** A function of yours, which gets the message as its event. What it throws counts as not told. */
  public static handler(fn: lambda.IFunction, options: ApprovalChannelOptions = {}): ApprovalChannel {
    return new ApprovalChannel(() => ({
      identity: `function ${Names.nodeUniqueId(fn.node)}`,
      label: `the function ${fn.node.path}`,
      separatesApprovers: options.separatesApprovers ?? false,
      fields: {
        ...SENDING,
        TimeoutSeconds: 60,
        Resource: resource('lambda:invoke'),
        Arguments: { FunctionName: fn.functionArn, Payload: ours('$states.input.message') },
      },
      rights: [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] })],
    }));
  }

  /** A request to an address, such as the webhook of a chat, with the credentials of an EventBridge connection. */
  public static http(options: ApprovalHttpOptions): ApprovalChannel {
    const { connection, url, body, separatesApprovers = false } = options;
    return new ApprovalChannel(({ scope }) => {
      if (!Token.isUnresolved(url) && !/^https:\/\/[^\s/?#*{}@]+\/[^\s#*{}]*$/.test(url)) {
        throw invalid(
          scope,
          `url of a channel must begin with https:// and have a path and no wildcard, received '${url}'`,
        );
      }
      return {
        identity: `http ${Names.nodeUniqueId(connection.node)} ${url} ${JSON.stringify(body)}`,
        label: `the address ${url}`,
        separatesApprovers,
        fields: {
          ...SENDING,
          TimeoutSeconds: 30,
          Resource: resource('http:invoke'),
          Arguments: {
            ApiEndpoint: url,
            Method: 'POST',
            InvocationConfig: { ConnectionArn: connection.connectionArn },
            Headers: { 'Content-Type': 'application/json' },
            RequestBody: body ?? { text: ours('$states.input.message.text') },
          },
        },
        rights: httpRights(scope, connection, 'POST', url),
      };
    });
  }

  private constructor(
    /** @internal */
    public readonly _bind: (service: ChannelService) => ChannelConfig,
  ) {}
}

/** An address, one for all ways to write it. What is known at deployment only must stay as it is. */
function mailbox(scope: IConstruct, address: string): string {
  if (Token.isUnresolved(address)) return address;
  if (!/^[^\s@<>",;{}]+@[^\s@<>",;{}]+$/.test(address)) {
    throw invalid(scope, `an approver must have an e-mail address like alice@example.com, received '${address}'`);
  }
  return address.toLowerCase();
}

const APPROVER_ATTRIBUTE = { approver: { DataType: 'String', StringValue: ours('$states.input.to') } };

function topicConfig(scope: IConstruct, topic: sns.ITopic): Omit<ChannelConfig, 'separatesApprovers'> {
  if (topic.fifo) {
    throw invalid(
      scope,
      `the topic ${topic.node.path} of an approver must not be a FIFO topic, to which no person can subscribe`,
    );
  }
  const { masterKey } = topic as { readonly masterKey?: { readonly keyArn: string } };
  return {
    identity: `topic ${Names.nodeUniqueId(topic.node)}`,
    label: `the topic ${topic.node.path}`,
    fields: {
      ...SENDING,
      TimeoutSeconds: 20,
      Resource: resource('sns:publish'),
      Arguments: {
        TopicArn: topic.topicArn,
        Subject: ours('$states.input.message.subject'),
        Message: ours('$states.input.message.text'),
        MessageAttributes: APPROVER_ATTRIBUTE,
      },
    },
    rights: [new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] })],
    keyArn: masterKey?.keyArn,
  };
}
