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
  const known = KNOWN[arn.split(':')[2]];
  if (!known) return undefined;
  const [type, actions] = known;
  const owner = synthesis.ofType(type).find((each) => withoutStreams(synthesis.arnOf(each)) === arn);
  if (!owner) return [];
  const ruleArn = synthesis.arnOf(rule);
  const context = { 'aws:SourceArn': ruleArn, 'aws:SourceAccount': ruleArn.split(':')[4] };
  const key = ON_KEY.includes(type) ? synthesis.evaluate(owner, owner.properties).KmsMasterKeyId : undefined;
  const onKey = key ? ['kms:Decrypt', 'kms:GenerateDataKey'] : [];
  return [
    ...actions.map((action) => ({ action, resource: arn, context })),
    ...onKey.map((action) => ({ action, resource: key, context })),
  ];
}

/** By service: what has the policy, and what it must allow. */
const KNOWN: Readonly<Record<string, readonly [type: string, actions: readonly string[]]>> = {
  lambda: ['AWS::Lambda::Function', ['lambda:InvokeFunction']],
  logs: ['AWS::Logs::LogGroup', ['logs:CreateLogStream', 'logs:PutLogEvents']],
  sns: ['AWS::SNS::Topic', ['sns:Publish']],
  sqs: ['AWS::SQS::Queue', ['sqs:SendMessage']],
};

const ON_KEY = ['AWS::SQS::Queue', 'AWS::SNS::Topic'];

/** A policy of CloudWatch Logs names the streams of a group. */
function withoutStreams(arn: string): string {
  return arn.replace(/:\*$/, '');
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
    ...synthesis.ofType('AWS::Logs::ResourcePolicy').flatMap((policy) => {
      const { PolicyDocument } = synthesis.evaluate(policy, policy.properties);
      const rights = rightsOfEvents(JSON.parse(PolicyDocument), policy);
      return rights.map((right) => ({ ...right, resource: withoutStreams(right.resource) }));
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
