import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { problemsOf } from '../broken';
import { ruleTargets } from './rule-targets';

/** A rule that sends to a queue, in whose policy stands what a test says. */
function sending(
  statement: (rule: events.Rule) => Partial<iam.PolicyStatementProps> | undefined,
  options: (neighbours: Construct) => sqs.QueueProps = () => ({}),
): string[] {
  return problemsOf(ruleTargets, (scope, neighbours) => {
    const queue = new sqs.Queue(scope, 'Queue', options(neighbours));
    const rule = new events.Rule(scope, 'Rule', {
      eventPattern: { source: ['orders'] },
      targets: [{ bind: () => ({ arn: queue.queueArn }) }],
    });
    const props = statement(rule);
    if (props) {
      const principals = [new iam.ServicePrincipal('events.amazonaws.com')];
      queue.addToResourcePolicy(
        new iam.PolicyStatement({ principals, actions: ['sqs:SendMessage'], resources: [queue.queueArn], ...props }),
      );
    }
    return rule;
  });
}

const ofRule = (rule: events.Rule) => ({ conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } } });

test('a rule that may send has no problem', () => {
  expect(sending(ofRule)).toEqual([]);
});

test('a rule that may not', () => {
  expect(sending(() => undefined)).toEqual([
    expect.stringMatching(/^alone: Stack\/Rule\/Resource: EventBridge may not sqs:SendMessage on arn:aws:sqs:/),
  ]);
});

test('a rule that another one is named for', () => {
  const ofAnother = { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:us-east-1:111122223333:rule/other' } };
  expect(sending(() => ({ conditions: ofAnother }))).toEqual([
    expect.stringMatching(/EventBridge may not sqs:SendMessage/),
    expect.stringMatching(/EventBridge may sqs:SendMessage on .*, which no rule needs/),
  ]);
});

test('a queue that takes events of any account', () => {
  expect(sending(() => ({}))).toEqual([
    'alone: Stack/Queue/Policy/Resource: EventBridge may sqs:SendMessage for any account',
  ]);
});

test('a right beyond sending', () => {
  expect(sending((rule) => ({ ...ofRule(rule), actions: ['sqs:SendMessage', 'sqs:ReceiveMessage'] }))).toEqual([
    expect.stringMatching(/EventBridge may sqs:ReceiveMessage on .*, which no rule needs/),
  ]);
});

test('a key that EventBridge may not use', () => {
  const encrypted = (neighbours: Construct) => ({ encryptionMasterKey: new kms.Key(neighbours, 'Key') });
  expect(sending(ofRule, encrypted)).toEqual([
    expect.stringMatching(/EventBridge may not kms:Decrypt on arn:aws:kms:/),
    expect.stringMatching(/EventBridge may not kms:GenerateDataKey on arn:aws:kms:/),
  ]);
});

test('a target that nobody has looked at', () => {
  const problems = problemsOf(ruleTargets, (scope) => {
    const target = { bind: () => ({ arn: 'arn:aws:firehose:us-east-1:111122223333:deliverystream/s' }) };
    return new events.Rule(scope, 'Rule', { eventPattern: { source: ['orders'] }, targets: [target] });
  });
  expect(problems).toEqual([
    'alone: Stack/Rule/Resource: what it needs to send to arn:aws:firehose:us-east-1:111122223333:deliverystream/s has to be computed',
  ]);
});

test('the dead-letter queue of a target needs the policy, a target with a role does not', () => {
  const problems = problemsOf(ruleTargets, (scope, neighbours) => {
    const queue = new sqs.Queue(scope, 'Queue');
    const role = new iam.Role(neighbours, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') });
    return new events.CfnRule(scope, 'Rule', {
      eventPattern: { source: ['orders'] },
      targets: [
        {
          id: 'T',
          arn: 'arn:aws:states:us-east-1:111122223333:stateMachine:m',
          roleArn: role.roleArn,
          deadLetterConfig: { arn: queue.queueArn },
        },
      ],
    });
  });
  expect(problems).toEqual([
    expect.stringMatching(/^alone: Stack\/Rule: EventBridge may not sqs:SendMessage on arn:aws:sqs:.*Queue/),
  ]);
});
