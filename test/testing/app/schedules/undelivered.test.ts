import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Rehearsal } from '../../../../src/testing';
import { appWithSchedule } from './schedule-app';

const startTime = new Date('2026-03-01T00:00:00Z');
const send = ['sqs:SendMessage'];

/** A schedule whose target cannot be started, for want of a right. */
function undeliverable(
  retryPolicy: scheduler.CfnSchedule.RetryPolicyProperty,
  { actions = send, queue = {} }: { actions?: string[]; queue?: sqs.QueueProps } = {},
) {
  const built = appWithSchedule('cron(0 4 * * ? *)', { actions });
  const deadLetters = new sqs.Queue(built.stack, 'DeadLetters', queue);
  built.schedule.addPropertyOverride('Target.RetryPolicy', {
    MaximumEventAgeInSeconds: retryPolicy.maximumEventAgeInSeconds,
    MaximumRetryAttempts: retryPolicy.maximumRetryAttempts,
  });
  built.schedule.addPropertyOverride('Target.DeadLetterConfig', {
    Arn: (built.stack as Stack).resolve(deadLetters.queueArn),
  });
  built.schedule.addPropertyOverride('Target.Input', '{"attempt":"<aws.scheduler.attempt-number>"}');
  return { ...built, deadLetters, rehearsal: Rehearsal.ofApp(built.app, { startTime }) };
}

const FOUR = Duration.hours(4);

test('after the last attempt the message says what, when and why', async () => {
  const { rehearsal, deadLetters } = undeliverable({ maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 });
  await rehearsal.advance(FOUR);
  expect(rehearsal.deadLetters()).toEqual([]);
  // One, two and four seconds between the attempts.
  await rehearsal.advance(6999);
  expect(rehearsal.deadLetters()).toEqual([]);
  await rehearsal.advance(1);
  expect(rehearsal.deadLetters()).toEqual([
    {
      queue: expect.stringMatching(/^arn:aws:sqs:us-east-1:111122223333:DeadLetters/),
      body: { attempt: '4' },
      attributes: {
        ERROR_CODE: 'AccessDeniedException',
        ERROR_MESSAGE: expect.stringContaining(
          'is not authorized to perform: states:StartExecution on resource: arn:aws',
        ),
        EXECUTION_ID: expect.stringMatching(/^[0-9a-f]{16}$/),
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        IS_PAYLOAD_TRUNCATED: 'false',
        RETRY_ATTEMPTS: '3',
        SCHEDULED_TIME: '2026-03-01T04:00:00Z',
        SCHEDULE_ARN: 'arn:aws:scheduler:us-east-1:111122223333:schedule/default/Schedule',
        TARGET_ARN: expect.stringContaining(':stateMachine:Machine'),
      },
    },
  ]);
  expect(rehearsal.messages(deadLetters)).toEqual([{ attempt: '4' }]);
  expect(rehearsal.executions()).toEqual([]);
  expect(rehearsal.droppedInvocations()).toEqual([]);
});

test('an invocation gets no older than its maximum age', async () => {
  const { rehearsal } = undeliverable({ maximumRetryAttempts: 185, maximumEventAgeInSeconds: 60 });
  await rehearsal.advance(FOUR);
  await rehearsal.advance(59_999);
  expect(rehearsal.deadLetters()).toEqual([]);
  await rehearsal.advance(1);
  expect(rehearsal.deadLetters()).toMatchObject([
    { attributes: { EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds', RETRY_ATTEMPTS: '5' } },
  ]);
});

test('without retries the first failure is the last', async () => {
  const { rehearsal } = undeliverable({ maximumRetryAttempts: 0 });
  await rehearsal.advance(FOUR);
  expect(rehearsal.deadLetters()).toMatchObject([{ attributes: { RETRY_ATTEMPTS: '0' } }]);
});

const dropped = [
  {
    schedule: 'arn:aws:scheduler:us-east-1:111122223333:schedule/default/Schedule',
    scheduledTime: new Date('2026-03-01T04:00:00Z'),
    error: 'AccessDeniedException',
    cause: expect.stringContaining('states:StartExecution'),
  },
];

test.each([
  ['the role may not send', { actions: [] }],
  ['the queue is a FIFO queue', { queue: { fifo: true } }],
  [
    'the role may not use the key of the queue',
    { queue: { encryption: sqs.QueueEncryption.KMS, removalPolicy: RemovalPolicy.DESTROY } },
  ],
])('where %s, it is dropped', async (_title, options) => {
  const { rehearsal } = undeliverable({ maximumRetryAttempts: 0 }, options);
  await rehearsal.advance(FOUR);
  expect(rehearsal.deadLetters()).toEqual([]);
  expect(rehearsal.droppedInvocations()).toEqual(dropped);
});

test('where there is no queue, it is dropped after a day', async () => {
  const { app } = appWithSchedule('cron(0 4 1 3 ? *)', { actions: [] });
  const rehearsal = Rehearsal.ofApp(app, { startTime });
  await rehearsal.advance(Duration.hours(27));
  expect(rehearsal.droppedInvocations()).toEqual([]);
  await rehearsal.advance(Duration.hours(1));
  expect(rehearsal.droppedInvocations()).toEqual(dropped);
});

test('a queue with a key takes it where the role may use that', async () => {
  const actions = [...send, 'kms:Decrypt', 'kms:GenerateDataKey'];
  const queue = { encryption: sqs.QueueEncryption.KMS };
  const { rehearsal } = undeliverable({ maximumRetryAttempts: 0 }, { actions, queue });
  await rehearsal.advance(FOUR);
  expect(rehearsal.deadLetters()).toHaveLength(1);
});

describe('the role', () => {
  test.each([
    ['default', 0],
    ['mine', 1],
  ])('that trusts a group of its own starts for one in the group %s as often: %d', async (groupName, count) => {
    const { app, stack, schedule } = appWithSchedule('rate(1 hour)', { groupName });
    const group = new scheduler.CfnScheduleGroup(stack, 'Group', { name: 'mine' });
    const conditions = { ArnEquals: { 'aws:SourceArn': group.attrArn } };
    const assumedBy = new iam.ServicePrincipal('scheduler.amazonaws.com', { conditions });
    const role = new iam.Role(stack, 'Own', { assumedBy });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: ['*'] }));
    schedule.addPropertyOverride('Target.RoleArn', stack.resolve(role.roleArn));
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.advance(Duration.minutes(1));
    expect(rehearsal.executions()).toHaveLength(count);
  });

  test.each([
    [[], 0],
    [['kms:Decrypt'], 1],
  ])('that may %j starts from an encrypted schedule as often: %d', async (actions, count) => {
    const { app, stack, schedule } = appWithSchedule('rate(1 hour)', {
      actions: ['states:StartExecution', ...actions],
    });
    schedule.kmsKeyArn = new kms.Key(stack, 'Key').keyArn;
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.advance(Duration.minutes(1));
    expect(rehearsal.executions()).toHaveLength(count);
  });
});
