import { Annotations, ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeliveringRule } from '../../private/event-rule/delivering-rule';
import { EventLogPolicy } from '../../private/event-rule/event-log-policy';
import { allowLogEncryption } from '../../private/log-encryption';
import { uniquePath } from '../../private/names';
import { stackPart } from '../../private/stack-part';
import { ANY_EVENT } from '../pattern/joined-patterns';

/** A log of all events of a bus. They stand in it with all their data. */
export interface CatchAllLog {
  /**
   * How long the log keeps events.
   *
   * @default logs.RetentionDays.TWO_WEEKS
   */
  readonly retention?: logs.RetentionDays;

  /**
   * What becomes of the log group when it leaves the stack.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Groups elsewhere can be written to as well; here the console finds them. */
const PREFIX = '/aws/events/';

interface EventLogProps extends CatchAllLog {
  readonly bus: events.EventBus;
  readonly deadLetterQueue: sqs.IQueue;
  readonly encryptionKey?: kms.IKey;
}

/** A rule for everything, the group that it writes to, and the policy that lets it. */
export class EventLog extends Construct {
  public readonly logGroup: logs.LogGroup;
  public readonly delivery: DeliveringRule;

  public constructor(scope: Construct, id: string, props: EventLogProps) {
    super(scope, id);
    const { bus, deadLetterQueue, encryptionKey } = props;
    const stack = Stack.of(this);
    const logGroupName = `${PREFIX}${uniquePath(this, 200)}-${stackPart(stack)}`;
    if (encryptionKey) allowLog(this, encryptionKey);
    this.logGroup = new logs.LogGroup(this, 'Events', {
      logGroupName,
      retention: props.retention ?? logs.RetentionDays.TWO_WEEKS,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
      encryptionKey,
    });
    const arn = stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: this.logGroup.logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const policy = EventLogPolicy.of(this);
    policy.allow(arn, stack.formatArn({ service: 'events', resource: 'rule', resourceName: `${bus.eventBusName}/*` }));
    this.delivery = new DeliveringRule(this, 'Everything', {
      eventPattern: ANY_EVENT as events.EventPattern,
      description: `Writes all events of ${scope.node.path} into a log`,
      target: { arn },
      eventBus: bus,
      deadLetterQueue,
    });
    this.delivery.rule.node.addDependency(policy);
  }
}

/** A log group is not made with a key that CloudWatch Logs may not use. */
function allowLog(scope: Construct, key: kms.IKey): void {
  if (allowLogEncryption(scope, `${PREFIX}*`, key)) return;
  Annotations.of(scope).addWarningV2(
    'cdk-workflows:logKeyClosed',
    `encryptionKey must let CloudWatch Logs of this Region use it for the log groups ${PREFIX}*, or the ` +
      'deployment fails: add kms:Encrypt*, kms:Decrypt*, kms:ReEncrypt*, kms:GenerateDataKey* and kms:Describe* to its policy',
  );
}
