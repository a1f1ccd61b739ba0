import { Annotations, ArnFormat, CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import { EventLogPolicy } from '../../private/event-rule/event-log-policy';
import type { RulesOfBus } from '../../private/event-rule/rules-of-bus';
import { isEventPath } from './event-text';
import { pathFromStack } from './path-from-stack';
import type { Connect } from './target-connection';
import { refuseTargetElsewhere } from './target-elsewhere';
import { topicsHere } from './topics-here';

/*
 * Targets that say in a policy of their own that EventBridge may send. A role would do for some of them, too, but where a
 * key is involved the documentation advises against it:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */

export function connectFunction(handler: lambda.IFunction): Connect {
  return ({ scope, prop, rules }) => {
    refuseTargetElsewhere(scope, prop, handler);
    return { arn: handler.functionArn, needs: [functionPermission(rules, handler)] };
  };
}

/**
 * One for all rules of a bus, and before them: the policy of a function has room for 20 KB, about fifty rules, and an event
 * that comes before the permission is not tried again.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
function functionPermission(rules: RulesOfBus, handler: lambda.IFunction): lambda.CfnPermission {
  // Beside the function and not with it: that of an import would be left out without a word.
  const { scope } = rules;
  const id = `Permission-${pathFromStack(scope, handler)}`;
  const made = scope.node.tryFindChild(id) as lambda.CfnPermission | undefined;
  return (
    made ??
    new lambda.CfnPermission(scope, id, {
      action: 'lambda:InvokeFunction',
      functionName: handler.functionArn,
      principal: 'events.amazonaws.com',
      sourceAccount: Stack.of(scope).account,
      sourceArn: rules.arnPattern(scope),
    })
  );
}

export function connectQueue(queue: sqs.IQueue, messageGroupId?: string): Connect {
  return ({ scope, prop, rules }) => {
    refuseTargetElsewhere(scope, prop, queue);
    refuseKeyOfAws(scope, prop, queue);
    checkGroup(scope, prop, queue, messageGroupId);
    const policy = queue.addToResourcePolicy(rules.statement(['sqs:SendMessage'], queue.queueArn, queue));
    const key = allowOnKey(rules, queue.encryptionMasterKey);
    warnIfClosed(scope, prop, 'sqs:SendMessage', policy, key);
    return {
      arn: queue.queueArn,
      sqsParameters: messageGroupId === undefined ? undefined : { messageGroupId },
      needs: [policy.policyDependable],
    };
  };
}

export function connectTopic(topic: sns.ITopic): Connect {
  return ({ scope, prop, rules }) => {
    refuseTargetElsewhere(scope, prop, topic);
    if (topic.fifo) {
      throw invalid(scope, `${prop} must not be a FIFO topic, which no rule can publish to: take a FIFO queue`);
    }
    if (aliasOf(topic.masterKey) === 'alias/aws/sns') {
      throw invalid(
        scope,
        `${prop} must not be encrypted with aws/sns, which no service may use: take a key of your own`,
      );
    }
    const policy = topic.addToResourcePolicy(rules.statement(['sns:Publish'], topic.topicArn, topic));
    const key = allowOnTopicKey(topic);
    warnIfClosed(scope, prop, 'sns:Publish', policy, key);
    return { arn: topic.topicArn, needs: [policy.policyDependable] };
  };
}

export function connectLogGroup(logGroup: logs.ILogGroup): Connect {
  return ({ scope, prop, rules }) => {
    refuseTargetElsewhere(scope, prop, logGroup);
    const arn = Stack.of(scope).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: logGroup.logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const policy = EventLogPolicy.of(scope);
    policy.allow(arn, rules.arnPattern(scope));
    return { arn, needs: [policy] };
  };
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services */
function allowOnKey(rules: RulesOfBus, key?: kms.IKey): iam.AddToResourcePolicyResult | undefined {
  return key?.addToResourcePolicy(rules.statement(['kms:Decrypt', 'kms:GenerateDataKey'], '*', key));
}

/**
 * Says for which topics and not for which rules: "Adding the aws:SourceAccount, aws:SourceArn, and aws:SourceOrgID to a AWS
 * KMS policy is not supported for EventBridge-to-encrypted topics". The policy of the topic says for which rules.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
function allowOnTopicKey(topic: sns.ITopic): iam.AddToResourcePolicyResult | undefined {
  return topic.masterKey?.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': topicsHere(topic) } },
    }),
  );
}

/** Nobody can let a service use `aws/sqs`. */
export function refuseKeyOfAws(scope: IConstruct, prop: string, queue: sqs.IQueue): void {
  const isManaged = queue.encryptionType === sqs.QueueEncryption.KMS_MANAGED;
  if (isManaged || aliasOf(queue.encryptionMasterKey) === 'alias/aws/sqs') {
    throw invalid(
      scope,
      `${prop} must not be encrypted with aws/sqs, which no service may use: take SQS_MANAGED or a key of your own`,
    );
  }
}

function aliasOf(key?: kms.IKey): string | undefined {
  return (key as Partial<kms.IAlias> | undefined)?.aliasName;
}

/**
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_SqsParameters.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const GROUP = /^[!-~]{1,100}$/;

function checkGroup(scope: Construct, prop: string, queue: sqs.IQueue, messageGroupId?: string): void {
  if (messageGroupId !== undefined && isEventPath(messageGroupId)) {
    throw invalid(
      scope,
      `${prop}.messageGroupId must be the same for all events, received the path '${messageGroupId}', which EventBridge ` +
        'does not read there: take a topic or a pipe that sets a group for each',
    );
  }
  if (messageGroupId && !Token.isUnresolved(messageGroupId) && !GROUP.test(messageGroupId)) {
    throw invalid(
      scope,
      `${prop}.messageGroupId must have at most 100 letters, digits and punctuation marks, received '${messageGroupId}'`,
    );
  }
  if (!queue.fifo) return;
  if (!messageGroupId) {
    throw invalid(scope, `${prop}.messageGroupId must be given for a FIFO queue: write { messageGroupId: 'orders' }`);
  }
  const resource: unknown = queue.node.defaultChild;
  const isOurs = CfnResource.isCfnResource(resource) && resource.cfnResourceType === 'AWS::SQS::Queue';
  if (isOurs && (resource as sqs.CfnQueue).contentBasedDeduplication !== true) {
    throw invalid(
      scope,
      `${prop} must deduplicate by content, for EventBridge gives no deduplication id: set contentBasedDeduplication`,
    );
  }
}

function warnIfClosed(
  scope: Construct,
  prop: string,
  action: string,
  policy: iam.AddToResourcePolicyResult,
  key?: iam.AddToResourcePolicyResult,
): void {
  if (policy.statementAdded && key?.statementAdded !== false) return;
  Annotations.of(scope).addWarningV2(
    'cdk-workflows:targetClosed',
    `${prop} must let events.amazonaws.com send to it, or all events end in the dead-letter queue: add ${action} to its ` +
      'policy, and kms:Decrypt and kms:GenerateDataKey to that of its key',
  );
}
