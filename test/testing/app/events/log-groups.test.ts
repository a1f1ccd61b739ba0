import { App, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Rehearsal } from '../../../../src/testing';

const ORDER = { source: 'shop', detailType: 'Order Placed', detail: { orderId: 'o-1' } };

function appWith() {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const logGroup = new logs.LogGroup(stack, 'Log', { logGroupName: '/aws/events/shop' });
  const rule = (target: events.IRuleTarget) =>
    new events.Rule(stack, 'Rule', { eventPattern: { source: ['shop'] }, targets: [target] });
  const allow = (statement: object = {}) =>
    new logs.CfnResourcePolicy(stack, 'Policy', {
      policyName: 'p',
      policyDocument: stack.toJsonString({
        Statement: {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Principal: { Service: 'events.amazonaws.com' },
          Resource: logGroup.logGroupArn,
          ...statement,
        },
      }),
    });
  return { app, stack, logGroup, rule, allow };
}

/** As PutTargets takes it, without the policy that the CDK would bring. */
const plain = (group: logs.ILogGroup, more: Partial<events.RuleTargetConfig> = {}): events.IRuleTarget => ({
  bind: () => ({ arn: `arn:aws:logs:us-east-1:111122223333:log-group:${group.logGroupName}`, ...more }),
});

describe('a log group', () => {
  test('gets the whole event', async () => {
    const { app, logGroup, rule, allow } = appWith();
    allow();
    rule(plain(logGroup));
    const rehearsal = Rehearsal.ofApp(app);
    const sent = await rehearsal.putEvents([ORDER, ORDER]);
    for (const reference of [logGroup, '/aws/events/shop', logGroup.logGroupArn]) {
      expect(rehearsal.logEvents(reference)).toEqual(sent);
    }
    expect(rehearsal.logEvents('/aws/events/other')).toEqual([]);
  });

  test('gets what a transformer makes the message', async () => {
    const { app, stack, rule } = appWith();
    const group = new logs.LogGroup(stack, 'Other');
    const logEvent = targets.LogGroupTargetInput.fromObjectV2({
      message: events.EventField.fromPath('$.detail.orderId'),
    });
    rule(new targets.CloudWatchLogGroup(group, { logEvent }));
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([ORDER]);
    expect(rehearsal.logEvents(group)).toEqual(['o-1']);
  });

  test.each<[string, object | undefined]>([
    ['of a policy at all', undefined],
    ['of a policy for EventBridge', { Principal: { Service: 'es.amazonaws.com' } }],
    ['of one of two actions', { Action: 'logs:PutLogEvents' }],
    ['of another group', { Resource: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/events/x:*' }],
    [
      'of a policy without a rule for the stream, of which is not told whose it is',
      { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*' } } },
    ],
  ])('gets nothing for lack %s', async (_, statement) => {
    const { app, logGroup, rule, allow } = appWith();
    if (statement) allow(statement);
    rule(plain(logGroup));
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([ORDER]);
    expect(rehearsal.logEvents(logGroup)).toEqual([]);
    expect(rehearsal.droppedEvents()).toMatchObject([{ errorCode: 'NO_PERMISSIONS' }]);
  });

  test('that is in no template is given the benefit of the doubt', async () => {
    const { app, rule } = appWith();
    const target = { arn: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/events/far' };
    rule({ bind: () => target });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([ORDER]);
    expect(rehearsal.logEvents('/aws/events/far')).toHaveLength(1);
  });

  test('takes no role and no other input', async () => {
    for (const more of ['role', 'input', 'path']) {
      const { app, stack, logGroup, rule } = appWith();
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') });
      const given = {
        role: { role },
        input: { input: events.RuleTargetInput.fromText('x') },
        path: { input: events.RuleTargetInput.fromEventPath('$.detail') },
      };
      rule(plain(logGroup, given[more as keyof typeof given]));
      await expect(Rehearsal.ofApp(app).putEvents([ORDER])).rejects.toThrow('a log group takes no RoleArn');
    }
  });

  test('does not take what a transformer makes of another shape', async () => {
    const { app, logGroup, rule, allow } = appWith();
    allow();
    const input = events.RuleTargetInput.fromObject({ orderId: events.EventField.fromPath('$.detail.orderId') });
    rule(plain(logGroup, { input }));
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.putEvents([ORDER]);
    expect(rehearsal.droppedEvents()).toMatchObject([{ errorCode: 'INVALID_JSON' }]);
  });
});
