import type { JsonObject } from '../../../src/asl/json';
import type { Synthesis, SynthesizedResource } from '../synthesis';
import { type GrantedRight, type NeededRight, rightsOf } from './right';

/** What a service may do by the policy of a resource. */
export interface ServiceRight extends GrantedRight {
  /** The resource that has the policy. */
  readonly owner: SynthesizedResource;
}

/** A rule and something that it sends events to. */
export interface RuleTarget {
  readonly rule: SynthesizedResource;
  readonly arn: string;
}

interface TargetOfRule {
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly DeadLetterConfig?: { readonly Arn: string };
}

/** What rules send to by the policy of the target: what has no role, and dead-letter queues, which never have one. */
export function targetsIn(synthesis: Synthesis): RuleTarget[] {
  return synthesis
    .ofType('AWS::Events::Rule')
    .filter(({ neighbour }) => !neighbour)
    .flatMap((rule) => {
      const { Targets = [] } = synthesis.evaluate(rule, rule.properties);
      return (Targets as TargetOfRule[])
        .flatMap(({ Arn, RoleArn, DeadLetterConfig }) => [RoleArn ? undefined : Arn, DeadLetterConfig?.Arn])
        .filter((arn) => arn !== undefined)
        .map((arn) => ({ rule, arn }));
    });
}

/**
 * What EventBridge needs to send an event of a rule, by the policies of the target and of its key; undefined where nobody
 * here knows it. A queue that was imported has no policy to look at, and needs nothing.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function neededByTarget({ rule, arn }: RuleTarget, synthesis: Synthesis): NeededRight[] | undefined {
  const ruleArn = synthesis.arnOf(rule);
  const [, , service] = arn.split(':');
  if (service === 'logs') return neededForLog(ruleArn, arn);
  return service in POLICIES ? neededBy(ruleArn, arn, POLICIES[service], synthesis) : undefined;
}

/**
 * What EventBridge needs for the buses themselves: to keep events with a key, and to put aside those that it cannot keep.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html
 */
export function neededByBuses(synthesis: Synthesis): NeededRight[] {
  const archives = synthesis
    .ofType('AWS::Events::Archive')
    .map((archive) => synthesis.evaluate(archive, archive.properties));
  return synthesis
    .ofType('AWS::Events::EventBus')
    .filter(({ neighbour }) => !neighbour)
    .flatMap((bus) => {
      const arn = synthesis.arnOf(bus);
      const { KmsKeyIdentifier: key, DeadLetterConfig } = synthesis.evaluate(bus, bus.properties);
      const isArchived = archives.some((archive) => archive.SourceArn === arn && archive.KmsKeyIdentifier === key);
      const forQueue = DeadLetterConfig ? neededBy(arn, DeadLetterConfig.Arn, POLICIES.sqs, synthesis) : [];
      return [...forQueue, ...(key ? neededForKey(arn, key, isArchived) : [])];
    });
}

function neededForKey(busArn: string, resource: string, isArchived: boolean): NeededRight[] {
  const inNameOfBus = { 'kms:EncryptionContext:aws:events:event-bus:arn': busArn };
  return [
    { action: 'kms:DescribeKey', resource, context: { 'aws:SourceAccount': busArn.split(':')[4] } },
    ...['kms:Decrypt', 'kms:GenerateDataKey', ...(isArchived ? ['kms:ReEncrypt*'] : [])].map((action) => ({
      action,
      resource,
      context: inNameOfBus,
    })),
  ];
}

/** What has a policy, and what that must allow. */
interface WithPolicy {
  readonly type: string;
  readonly action: string;
}

/** By service. */
const POLICIES: Readonly<Record<string, WithPolicy>> = {
  lambda: { type: 'AWS::Lambda::Function', action: 'lambda:InvokeFunction' },
  sns: { type: 'AWS::SNS::Topic', action: 'sns:Publish' },
  sqs: { type: 'AWS::SQS::Queue', action: 'sqs:SendMessage' },
};

function neededBy(sourceArn: string, arn: string, { type, action }: WithPolicy, synthesis: Synthesis): NeededRight[] {
  const owner = synthesis.ofType(type).find((each) => synthesis.arnOf(each) === arn);
  if (!owner) return [];
  const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': sourceArn.split(':')[4] };
  const key = type === 'AWS::Lambda::Function' ? undefined : synthesis.evaluate(owner, owner.properties).KmsMasterKeyId;
  const onKey = key ? ['kms:Decrypt', 'kms:GenerateDataKey'] : [];
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services: not for which rule.
  const toldToKey = action === 'sns:Publish' ? { 'kms:EncryptionContext:aws:sns:topicArn': arn } : context;
  return [
    { action, resource: arn, context },
    ...onKey.map((each) => ({ action: each, resource: key, context: toldToKey })),
  ];
}

/** For a stream EventBridge does not tell on whose behalf it asks. */
function neededForLog(ruleArn: string, arn: string): NeededRight[] {
  const resource = `${arn}:*`;
  return [
    { action: 'logs:CreateLogStream', resource },
    { action: 'logs:PutLogEvents', resource, context: { 'aws:SourceArn': ruleArn } },
  ];
}

/** Everything that EventBridge is allowed in the app by the policies of queues, topics, functions, log groups and keys. */
export function grantedToEvents(synthesis: Synthesis): ServiceRight[] {
  return [
    ...synthesis.ofType('AWS::SQS::QueuePolicy').flatMap((policy) => {
      const { PolicyDocument } = synthesis.evaluate(policy, policy.properties);
      return rightsOfEvents(PolicyDocument, policy);
    }),
    ...synthesis.ofType('AWS::SNS::TopicPolicy').flatMap((policy) => {
      const { PolicyDocument } = synthesis.evaluate(policy, policy.properties);
      return rightsOfEvents(PolicyDocument, policy);
    }),
    ...synthesis.ofType('AWS::Lambda::Permission').flatMap((permission) => {
      const { Action, FunctionName, Principal, SourceArn } = synthesis.evaluate(permission, permission.properties);
      if (Principal !== SERVICE) return [];
      const conditions: GrantedRight['conditions'] = SourceArn ? { ArnLike: { 'aws:SourceArn': SourceArn } } : {};
      return [{ action: Action, resource: FunctionName, conditions, owner: permission }];
    }),
    ...synthesis.ofType('AWS::KMS::Key').flatMap((key) => {
      const { KeyPolicy } = synthesis.evaluate(key, key.properties);
      // A key's policy calls the key `*`.
      return rightsOfEvents(KeyPolicy, key).map((right) => ({ ...right, resource: synthesis.arnOf(key) }));
    }),
    ...synthesis.ofType('AWS::Logs::ResourcePolicy').flatMap((policy) => {
      const { PolicyDocument } = synthesis.evaluate(policy, policy.properties);
      return rightsOfEvents(JSON.parse(PolicyDocument), policy);
    }),
  ];
}

const SERVICE = 'events.amazonaws.com';

function rightsOfEvents({ Statement }: JsonObject, owner: SynthesizedResource): ServiceRight[] {
  return [Statement].flat().flatMap((statement) => {
    const { Principal, ...rest } = statement as { Principal?: { Service?: string | string[] } } & JsonObject;
    if (![Principal?.Service].flat().includes(SERVICE) || rest.Effect !== 'Allow') return [];
    return rightsOf({ Statement: rest }).map((right) => ({ ...right, owner }));
  });
}
