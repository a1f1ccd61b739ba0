import { App, Duration, Lazy, Stack, TimeZone, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import { ScheduleTime, Workflow, WorkflowSchedule, type WorkflowScheduleProps } from '../../src';
import { Rehearsal } from '../../src/testing';

const BERLIN = TimeZone.EUROPE_BERLIN;
const SCHEDULE = 'AWS::Scheduler::Schedule';

function scheduled(more: Partial<WorkflowScheduleProps> = {}, type = sfn.StateMachineType.STANDARD) {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const definition = new sfn.Pass(stack, 'Work');
  const workflow = new Workflow(stack, 'Workflow', { definition, stateMachineType: type });
  const trigger = new WorkflowSchedule(stack, 'Nightly', {
    workflow: workflow.stateMachine,
    schedule: ScheduleTime.cron({ hour: '4', timeZone: BERLIN }),
    ...more,
  });
  return { app, stack, workflow, trigger };
}

function scheduleIn({ stack }: { stack: Stack }): any {
  const [schedule] = Object.values(Template.fromStack(stack).findResources(SCHEDULE));
  return schedule.Properties;
}

const expressionOf = (schedule: ScheduleTime) => scheduleIn(scheduled({ schedule })).ScheduleExpression;

test('what is made', () => {
  const { stack, trigger } = scheduled({ input: { report: 'daily' }, alarms: false });
  const { Resources } = Template.fromStack(stack).toJSON();
  const ours = Object.fromEntries(Object.entries(Resources).filter(([id]) => id.startsWith('Nightly')));
  expect(ours).toMatchSnapshot();
  expect(trigger.alarms).toEqual([]);
});

describe('when', () => {
  test.each([
    [Duration.minutes(1), 'rate(1 minute)'],
    [Duration.minutes(90), 'rate(90 minutes)'],
    [Duration.seconds(300), 'rate(5 minutes)'],
    [Duration.hours(1), 'rate(1 hour)'],
    [Duration.hours(36), 'rate(36 hours)'],
    [Duration.days(1), 'rate(1 day)'],
    [Duration.days(7), 'rate(7 days)'],
  ])('a rate of %s', (interval, expression) => {
    expect(expressionOf(ScheduleTime.rate(interval))).toBe(expression);
  });

  test.each([
    // What is finer than anything given is the beginning, never every minute: https://github.com/aws/aws-cdk/issues/17881
    [{ hour: '8' }, '0 8 * * ? *'],
    [{ hour: '*' }, '0 * * * ? *'],
    [{ minute: '30' }, '30 * * * ? *'],
    [{ weekDay: 'mon' }, '0 0 ? * MON *'],
    [{ weekDay: 'MON#1', hour: '8' }, '0 8 ? * MON#1 *'],
    [{ day: 'L' }, '0 0 L * ? *'],
    [{ day: '1', weekDay: '?' }, '0 0 1 * ? *'],
    [{ day: '?', weekDay: '6L' }, '0 0 ? * 6L *'],
    [{ month: 'JUL' }, '0 0 1 JUL ? *'],
    [{ month: 'JUL', hour: '4' }, '0 4 * JUL ? *'],
    [{ year: '2030' }, '0 0 1 1 ? 2030'],
    [{ year: '2030', weekDay: 'MON' }, '0 0 ? * MON 2030'],
    // What is written is meant.
    [{ minute: '*', hour: '8' }, '* 8 * * ? *'],
    [{ minute: '*' }, '* * * * ? *'],
  ])('cron of %j', (fields, expression) => {
    const template = scheduleIn(scheduled({ schedule: ScheduleTime.cron({ ...fields, timeZone: BERLIN }) }));
    expect(template).toMatchObject({
      ScheduleExpression: `cron(${expression})`,
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });
  });

  test('once', () => {
    const schedule = ScheduleTime.at('2027-01-01T00:00:00', TimeZone.ASIA_KOLKATA);
    expect(scheduleIn(scheduled({ schedule }))).toMatchObject({
      ScheduleExpression: 'at(2027-01-01T00:00:00)',
      ScheduleExpressionTimezone: 'Asia/Kolkata',
    });
  });

  test('between start and end, in a window, or not at all', () => {
    const start = new Date('2026-04-01T00:00:00Z');
    const end = new Date('2026-05-01T00:00:00Z');
    expect(scheduleIn(scheduled({ start, end, enabled: false, flexibleWindow: Duration.hours(1) }))).toMatchObject({
      StartDate: '2026-04-01T00:00:00.000Z',
      EndDate: '2026-05-01T00:00:00.000Z',
      State: 'DISABLED',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 60 },
    });
  });

  test('a synthesis of tomorrow gives the same template: nothing looks at the clock', () => {
    const templateAt = (date: string) => {
      jest.useFakeTimers({ now: new Date(date) });
      try {
        const schedule = ScheduleTime.at('2027-01-01T00:00:00', BERLIN);
        return [scheduled(), scheduled({ schedule })].map(({ stack }) => Template.fromStack(stack).toJSON());
      } finally {
        jest.useRealTimers();
      }
    };
    expect(templateAt('2026-01-01T00:00:00Z')).toEqual(templateAt('2031-06-01T00:00:00Z'));
  });
});

describe('for how long a start that failed is tried again', () => {
  test.each([
    ['half of the interval', { schedule: ScheduleTime.rate(Duration.minutes(5)) }, 150],
    ['a minute at least', { schedule: ScheduleTime.rate(Duration.minutes(1)) }, 60],
    ['a day at most', { schedule: ScheduleTime.rate(Duration.days(7)) }, 86_400],
    ['a day for what happens once', { schedule: ScheduleTime.at('2027-01-01T00:00:00', BERLIN) }, 86_400],
    ['half of the shortest gap', { schedule: ScheduleTime.cron({ hour: '4,6,22', timeZone: BERLIN }) }, 3600],
    [
      'half of what the window leaves',
      { schedule: ScheduleTime.rate(Duration.hours(1)), flexibleWindow: Duration.minutes(20) },
      1200,
    ],
    ['as long as one likes', { maxEventAge: Duration.minutes(10) }, 600],
    ['a day where the interval is not known', { schedule: ScheduleTime.rate(unknownDuration()) }, 86_400],
  ])('%s', (_title, options, seconds) => {
    expect(scheduleIn(scheduled(options)).Target.RetryPolicy).toEqual({
      MaximumEventAgeInSeconds: seconds,
      MaximumRetryAttempts: 185,
    });
  });

  test('as often as one likes', () => {
    expect(scheduleIn(scheduled({ retryAttempts: 0 })).Target.RetryPolicy.MaximumRetryAttempts).toBe(0);
  });
});

function unknownDuration(): Duration {
  return Duration.minutes(Lazy.number({ produce: () => 10 }));
}

describe('warnings', () => {
  const warned = (more: Partial<WorkflowScheduleProps>, id: string, text: string) =>
    Annotations.fromStack(scheduled(more).stack).hasWarning('/Stack/Nightly', Match.stringLikeRegexp(`${text}.*${id}`));

  test('a start that is tried until the next one is due', () => {
    warned(
      { schedule: ScheduleTime.rate(Duration.minutes(10)), maxEventAge: Duration.minutes(6) },
      'cdk-workflows:scheduleStartsLate',
      'maxEventAge should be at most 300 seconds, received 360',
    );
  });

  test('a window that is wider than the interval', () => {
    warned(
      { schedule: ScheduleTime.rate(Duration.minutes(10)), flexibleWindow: Duration.minutes(10) },
      'cdk-workflows:scheduleWindowTooWide',
      'flexibleWindow should be shorter than 600 seconds, received 600',
    );
  });

  test('nothing else is warned of', () => {
    const { stack } = scheduled({ flexibleWindow: Duration.minutes(15), maxEventAge: Duration.hours(12) });
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });
});

describe('what is refused', () => {
  const at = '[at Stack/Nightly]';
  const cron = (fields: object) => ({ schedule: ScheduleTime.cron({ timeZone: BERLIN, ...fields }) });
  const once = (dateTime: string, timeZone = BERLIN) => ({ schedule: ScheduleTime.at(dateTime, timeZone) });
  test.each<[string, Partial<WorkflowScheduleProps>]>([
    [
      'schedule: a rate must be a whole number of minutes, at least 1, received 1.5',
      { schedule: ScheduleTime.rate(Duration.seconds(90)) },
    ],
    [
      'schedule: a rate must be a whole number of minutes, at least 1, received 0',
      { schedule: ScheduleTime.rate(Duration.minutes(0)) },
    ],
    ['schedule: a cron expression must have at least one field; for every minute take ScheduleTime.rate', cron({})],
    ["schedule: hour must be from 0 to 23, received '24'", cron({ hour: '24' })],
    [
      "schedule: day and weekDay must not both be given, received '1' and 'MON': one of them is '?'",
      cron({ day: '1', weekDay: 'MON' }),
    ],
    [
      "schedule: a cron expression must name a day that exists, received '0 0 30 2 ? *'",
      cron({ day: '30', month: '2' }),
    ],
    [
      "schedule: timeZone must be one of the IANA database, received 'Europe/Bielefeld': such as Europe/Berlin or Etc/UTC",
      cron({ hour: '1', timeZone: TimeZone.of('Europe/Bielefeld') }),
    ],
    [
      "schedule: dateTime must look like 2027-01-01T00:00:00, received '2027-01-01T00:00:00Z': the time zone stands beside it",
      once('2027-01-01T00:00:00Z'),
    ],
    [
      "schedule: dateTime must be a date and a time that exist, received '2027-02-29T00:00:00'",
      once('2027-02-29T00:00:00'),
    ],
    [
      "schedule: dateTime must be a date and a time that exist, received '2027-01-01T24:00:00'",
      once('2027-01-01T24:00:00'),
    ],
    [
      "schedule: dateTime must be a time that the clocks in Europe/Berlin show, received '2027-03-28T02:30:00': they are " +
        'put forward over it, and Scheduler would skip it',
      once('2027-03-28T02:30:00'),
    ],
    [
      'start and end must not be given with ScheduleTime.at, for which Scheduler ignores them',
      { ...once('2027-01-01T00:00:00'), end: new Date() },
    ],
    [
      'end must be after start, received 2026-05-01T00:00:00.000Z and 2026-04-01T00:00:00.000Z',
      { start: new Date('2026-05-01T00:00:00Z'), end: new Date('2026-04-01T00:00:00Z') },
    ],
    ['start must be a valid date', { start: new Date('yesterday') }],
    [
      'flexibleWindow must be a whole number of minutes from 1 to 1440, received 1441 minutes',
      { flexibleWindow: Duration.minutes(1441) },
    ],
    [
      'flexibleWindow must be a whole number of minutes from 1 to 1440, received 0.5 minutes',
      { flexibleWindow: Duration.seconds(30) },
    ],
    ['retryAttempts must be a whole number from 0 to 185, received 186', { retryAttempts: 186 }],
    ['retryAttempts must be a whole number from 0 to 185, received 1.5', { retryAttempts: 1.5 }],
    ['maxEventAge must be from 60 to 86400 seconds, received 59 s', { maxEventAge: Duration.seconds(59) }],
    ['maxEventAge must be from 60 to 86400 seconds, received 172800 s', { maxEventAge: Duration.days(2) }],
    ['input must be an object, received [1]: put it under a name', { input: [1] as never }],
    [
      "input must not have 'scheduledTime', which Scheduler says itself: take another name",
      { input: { scheduledTime: 'now' } },
    ],
    [
      "input must not hold '<aws.scheduler.execution-id>', which Scheduler replaces wherever it stands: the time is there " +
        'already, as scheduledTime',
      { input: { a: [{ b: 'x <aws.scheduler.execution-id> y' }] } },
    ],
    [
      "input must not hold '<aws.scheduler.scheduled-time>', which Scheduler replaces wherever it stands: the time is there " +
        'already, as scheduledTime',
      { input: { '<aws.scheduler.scheduled-time>': 1 } },
    ],
    ['input must have at most 262144 bytes as JSON, received 262204', { input: { long: 'ü'.repeat(131_072) } }],
  ])('%s', (message, options) => {
    expect(() => scheduled(options)).toThrow(new Error(`${message} ${at}`));
  });

  test('a workflow of another account, in which the role has no rights', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    const arn = 'arn:aws:states:eu-west-1:444455556666:stateMachine:Other';
    const workflow = sfn.StateMachine.fromStateMachineArn(stack, 'Other', arn);
    const schedule = ScheduleTime.rate(Duration.hours(1));
    expect(() => new WorkflowSchedule(stack, 'Nightly', { workflow, schedule })).toThrow(
      new Error(
        `workflow must be in the account of the schedule, 111122223333, received one of 444455556666: start it from there ${at}`,
      ),
    );
  });

  test('a FIFO queue, and one that nobody can be let use', () => {
    const stack = new Stack();
    const fifo = new sqs.Queue(stack, 'Fifo', { fifo: true });
    const managed = new sqs.Queue(stack, 'Managed', { encryption: sqs.QueueEncryption.KMS_MANAGED });
    expect(() => scheduled({ deadLetterQueue: fifo })).toThrow('deadLetterQueue must not be a FIFO queue');
    expect(() => scheduled({ deadLetterQueue: managed })).toThrow('must not be encrypted with aws/sqs');
  });

  test('no value that only the deployment knows', () => {
    const token = Token.asString({ Ref: 'Parameter' });
    expect(() =>
      scheduled({
        schedule: ScheduleTime.at(token, TimeZone.of(token)),
        input: { given: token },
        maxEventAge: Duration.seconds(Lazy.number({ produce: () => 600 })),
        flexibleWindow: unknownDuration(),
        retryAttempts: Token.asNumber({ Ref: 'Parameter' }),
      }),
    ).not.toThrow();
  });
});

describe('whom it starts', () => {
  test.each([sfn.StateMachineType.STANDARD, sfn.StateMachineType.EXPRESS])(
    '%s, without waiting for it',
    async (type) => {
      const { app } = scheduled({ input: { report: 'daily' } }, type);
      const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T00:00:00Z') });
      await rehearsal.advance(Duration.days(1));
      expect(rehearsal.executions().map(({ input, status }) => ({ input, status }))).toEqual([
        { input: { scheduledTime: '2026-03-01T03:00:00Z', report: 'daily' }, status: 'SUCCEEDED' },
      ]);
      expect(rehearsal.deadLetters()).toEqual([]);
    },
  );

  test('an alias and a version, with a right on the state machine itself', async () => {
    const { app, stack, workflow } = scheduled({ enabled: false });
    const version = new sfn.CfnStateMachineVersion(stack, 'Version', {
      stateMachineArn: workflow.stateMachine.stateMachineArn,
    });
    const alias = new sfn.CfnStateMachineAlias(stack, 'Alias', {
      name: 'live',
      routingConfiguration: [{ stateMachineVersionArn: version.ref, weight: 100 }],
    });
    for (const { ref, node } of [version, alias]) {
      new WorkflowSchedule(stack, `Of${node.id}`, {
        workflow: sfn.StateMachine.fromStateMachineArn(stack, `Imported${node.id}`, ref),
        schedule: ScheduleTime.rate(Duration.hours(1)),
      });
    }
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.advance(Duration.minutes(30));
    expect(rehearsal.executions(workflow.stateMachine)).toHaveLength(2);
  });

  test('one of which only the ARN is known', () => {
    const stack = new Stack();
    const arn = 'arn:aws:states:eu-central-1:111122223333:stateMachine:Orders';
    new WorkflowSchedule(stack, 'Nightly', {
      workflow: sfn.StateMachine.fromStateMachineArn(stack, 'Imported', `${arn}:live`),
      schedule: ScheduleTime.rate(Duration.hours(1)),
    });
    const template = Template.fromStack(stack);
    template.hasResourceProperties(SCHEDULE, { Target: { Arn: `${arn}:live` } });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: 'states:StartExecution', Resource: arn })]),
      },
    });
  });

  test('one of another stack', async () => {
    const app = new App();
    const [theirs, ours] = [new Stack(app, 'Theirs'), new Stack(app, 'Ours')];
    const workflow = new Workflow(theirs, 'Workflow', { definition: new sfn.Pass(theirs, 'Work') });
    new WorkflowSchedule(ours, 'Hourly', {
      workflow: workflow.stateMachine,
      schedule: ScheduleTime.rate(Duration.hours(1)),
    });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.advance(Duration.hours(1));
    expect(rehearsal.executions()).toHaveLength(2);
  });
});

test('an input of any JSON arrives as it was written', async () => {
  const input = fc.dictionary(
    fc.string({ unit: 'binary', minLength: 1 }).filter((key) => key !== 'scheduledTime' && key !== '__proto__'),
    fc.oneof(
      // The CDK keeps tokens in numbers that small, and loses members called __proto__ when it resolves them.
      fc.jsonValue().filter((value) => !/-1\.?\d*e\+289|"__proto__":/.test(JSON.stringify(value))),
      fc.constantFrom('it\'s "quoted"', '<aws.events>', '\\u003c', '${x}', '$.a', '@@', '#set($a)'),
    ),
  );
  await fc.assert(
    fc.asyncProperty(input, async (given) => {
      const { app } = scheduled({ input: given, schedule: ScheduleTime.rate(Duration.hours(1)) });
      const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T00:00:00Z') });
      await rehearsal.advance(Duration.minutes(1));
      const [execution] = rehearsal.executions();
      expect(execution.input).toEqual({ scheduledTime: '2026-03-01T00:00:00Z', ...JSON.parse(JSON.stringify(given)) });
    }),
    { numRuns: 25 },
  );
}, 60_000);

describe('with keys', () => {
  test('Scheduler can read the input and send to the queue, and nothing beyond', async () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const [key, queueKey] = ['Key', 'QueueKey'].map((id) => new kms.Key(stack, id));
    const workflow = new Workflow(stack, 'Workflow', { definition: new sfn.Pass(stack, 'Work') });
    new WorkflowSchedule(stack, 'Hourly', {
      workflow: workflow.stateMachine,
      schedule: ScheduleTime.rate(Duration.hours(1)),
      encryptionKey: key,
      deadLetterQueue: new sqs.Queue(stack, 'Queue', { encryptionMasterKey: queueKey }),
    });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.advance(Duration.minutes(1));
    expect(rehearsal.executions()).toHaveLength(1);
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    expect(statements.map(({ Action }) => Action)).toEqual([
      'states:StartExecution',
      'sqs:SendMessage',
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      'kms:Decrypt',
    ]);
    expect(statements[3]).toMatchObject({
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:scheduler:schedule:arn': expect.anything() } },
    });
  });

  test('whose policy names the role there is no circle', () => {
    const { stack, trigger } = (() => {
      const app = new App();
      const built = new Stack(app, 'Stack');
      const key = new kms.Key(built, 'Key');
      const workflow = new Workflow(built, 'Workflow', { definition: new sfn.Pass(built, 'Work') });
      const schedule = ScheduleTime.rate(Duration.hours(1));
      const made = new WorkflowSchedule(built, 'Hourly', {
        workflow: workflow.stateMachine,
        schedule,
        encryptionKey: key,
      });
      key.grantAdmin(made.role);
      return { stack: built, trigger: made };
    })();
    expect(trigger.role).toBeDefined();
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

test('alarms ring where they are told to, or there are none', () => {
  const { stack } = scheduled({ alarms: false });
  Template.fromStack(stack).resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { Namespace: 'AWS/Scheduler' }, 0);
  const other = new Stack();
  const topic = new sns.Topic(other, 'Topic');
  const workflow = new Workflow(other, 'Workflow', { definition: new sfn.Pass(other, 'Work'), alarms: false });
  new WorkflowSchedule(other, 'Nightly', {
    workflow: workflow.stateMachine,
    schedule: ScheduleTime.cron({ hour: '4', timeZone: BERLIN }),
    alarmActions: [new SnsAction(topic)],
  });
  const alarms = Object.values(Template.fromStack(other).findResources('AWS::CloudWatch::Alarm'));
  expect(alarms.map(({ Properties }) => [Properties.MetricName, Properties.AlarmActions?.length])).toEqual([
    ['InvocationDroppedCount', 1],
    ['TargetErrorCount', 1],
    ['ApproximateNumberOfMessagesVisible', 1],
  ]);
});
