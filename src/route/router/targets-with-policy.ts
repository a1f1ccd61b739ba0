import { Annotations, ArnFormat, CfnResource, Stack } from 'aws-cdk-lib';
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
import type { Connect } from './target-connection';
import { refuseTargetElsewhere } from './target-elsewhere';
import { topicsHere } from './topics-here';

/*
 * Targets that say in a policy of their own that EventBridge may send. A role would do for some of them, too, but where a
 * key is involved the documentation advises against it:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */

export function connectFunction(handler: lambda.IFunction): Connect {
  return ({ scope, prop }) => {
    refuseTargetElsewhere(scope, prop, handler);
    return {
      arn: handler.functionArn,
      admit: (rule) => {
        // Beside the function and not with it: that of an import would be left out without a word.
        new lambda.CfnPermission(scope, 'Permission', {
          action: 'lambda:InvokeFunction',
          functionName: handler.functionArn,
          principal: 'events.amazonaws.com',
          sourceArn: rule.ruleArn,
        });
      },
    };
  };
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
    if ((topic.masterKey as Partial<kms.IAlias> | undefined)?.aliasName === 'alias/aws/sns') {
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
  if (queue.encryptionType === sqs.QueueEncryption.KMS_MANAGED) {
    throw invalid(
      scope,
      `${prop} must not be encrypted with aws/sqs, which no service may use: take SQS_MANAGED or a key of your own`,
    );
  }
}

function checkGroup(scope: Construct, prop: string, queue: sqs.IQueue, messageGroupId?: string): void {
  if (messageGroupId !== undefined && isEventPath(messageGroupId)) {
    throw invalid(
      scope,
      `${prop}.messageGroupId must be the same for all events, received the path '${messageGroupId}', which EventBridge ` +
        'does not read there: take a topic or a pipe that sets a group for each',
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
