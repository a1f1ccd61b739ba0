import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { CheckSeverity, Workflow, WorkflowChecks } from '../../src';

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack');
});

const workflow = (definition: sfn.IChainable, stateMachineType = sfn.StateMachineType.STANDARD) =>
  new Workflow(stack, 'Workflow', { definition, stateMachineType });
const findings = () => WorkflowChecks.of(app).findings();
const callback = (props: object = {}) =>
  tasks.SqsSendMessage.jsonata(stack, 'Ask', {
    queue: new sqs.Queue(stack, 'Queue'),
    integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    messageBody: sfn.TaskInput.fromObject({ token: '{% $states.context.Task.Token %}' }),
    ...props,
  });

describe('cdk-workflows:stateName', () => {
  test('a name of 81 characters stops the synthesis, with its construct path, its state and what to do', () => {
    const name = 'x'.repeat(81);
    workflow(new sfn.Pass(stack, 'Long', { stateName: name }));
    expect(findings()).toEqual([
      {
        id: 'cdk-workflows:stateName',
        severity: CheckSeverity.ERROR,
        path: 'Stack/Workflow',
        state: name,
        message: 'name must have 1 to 80 characters, received 81: shorten it',
      },
    ]);
    expect(() => app.synth()).toThrow(
      /\[Stack\/Workflow\] state 'x{81}' name must have .* \(cdk-workflows:stateName\)/,
    );
  });

  test('a nested state counts', () => {
    const parallel = new sfn.Parallel(stack, 'Parallel');
    parallel.branch(new sfn.Pass(stack, 'Long', { stateName: 'y'.repeat(90) }));
    workflow(parallel);
    expect(findings()).toMatchObject([{ id: 'cdk-workflows:stateName' }]);
  });

  test.each(['x'.repeat(80), 'a', 'Größe 🍎 \\ "x"'])('%s is legal', (stateName) => {
    workflow(new sfn.Pass(stack, 'State', { stateName }));
    expect(findings()).toEqual([]);
    expect(() => app.synth()).not.toThrow();
  });
});

describe('cdk-workflows:expressMisuse', () => {
  const EXPRESS = sfn.StateMachineType.EXPRESS;
  const misuses: [string, () => sfn.IChainable, RegExp][] = [
    [
      'a callback',
      () => callback({ taskTimeout: sfn.Timeout.duration(Duration.minutes(1)) }),
      /uses arn:aws:states:::sqs:sendMessage.waitForTaskToken/,
    ],
    [
      'a job',
      () =>
        tasks.GlueStartJobRun.jsonata(stack, 'Job', {
          glueJobName: 'job',
          integrationPattern: sfn.IntegrationPattern.RUN_JOB,
        }),
      /uses arn:aws:states:::glue:startJobRun.sync/,
    ],
    [
      'an activity',
      () =>
        tasks.StepFunctionsInvokeActivity.jsonata(stack, 'Work', {
          activity: sfn.Activity.fromActivityArn(
            stack,
            'Activity',
            'arn:aws:states:us-east-1:111122223333:activity:work',
          ),
        }),
      /activity worker/,
    ],
    [
      'a long wait',
      () => new sfn.Wait(stack, 'Wait', { time: sfn.WaitTime.duration(Duration.minutes(5)) }),
      /waits 300 s/,
    ],
    [
      'a Distributed Map',
      () => new sfn.DistributedMap(stack, 'Map').itemProcessor(new sfn.Pass(stack, 'Item')),
      /Distributed Map/,
    ],
  ];
  test.each(misuses)('%s in an Express workflow', (_, make, message) => {
    workflow(make(), EXPRESS);
    expect(findings().filter(({ id }) => id === 'cdk-workflows:expressMisuse')).toMatchObject([
      { severity: CheckSeverity.ERROR, message: expect.stringMatching(message) },
    ]);
    expect(() => app.synth()).toThrow(/cdk-workflows:expressMisuse/);
  });

  test.each(misuses)('%s in a Standard workflow is legal', (_, make) => {
    workflow(make());
    expect(findings().filter(({ severity }) => severity === CheckSeverity.ERROR)).toEqual([]);
  });

  test('a short wait, an inline Map and a request are legal', () => {
    const map = new sfn.Map(stack, 'Map').itemProcessor(new sfn.Pass(stack, 'Item'));
    const send = tasks.SqsSendMessage.jsonata(stack, 'Send', {
      queue: new sqs.Queue(stack, 'Queue'),
      messageBody: sfn.TaskInput.fromText('x'),
    });
    workflow(
      new sfn.Wait(stack, 'Wait', { time: sfn.WaitTime.duration(Duration.seconds(299)) }).next(map).next(send),
      EXPRESS,
    );
    expect(findings()).toEqual([]);
  });
});

describe('cdk-workflows:unboundedCallback', () => {
  test('a callback without a time limit is a warning', () => {
    workflow(callback());
    expect(findings()).toMatchObject([
      { id: 'cdk-workflows:unboundedCallback', severity: CheckSeverity.WARNING, state: 'Ask' },
    ]);
    app.synth();
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Workflow',
      Match.stringLikeRegexp("state 'Ask' waits for .*cdk-workflows:unboundedCallback"),
    );
  });

  test('so is an activity', () => {
    workflow(new tasks.StepFunctionsInvokeActivity(stack, 'Work', { activity: new sfn.Activity(stack, 'Activity') }));
    const known = sfn.Activity.fromActivityArn(stack, 'Known', 'arn:aws:states:us-east-1:111122223333:activity:work');
    new Workflow(stack, 'Other', {
      definition: new tasks.StepFunctionsInvokeActivity(stack, 'KnownWork', { activity: known }),
    });
    // Where only the deployment knows the ARN, it is a task like any other.
    expect(findings()).toMatchObject([
      { id: 'cdk-workflows:unboundedTask', state: 'Work' },
      { id: 'cdk-workflows:unboundedCallback', state: 'KnownWork' },
    ]);
  });

  test.each([
    ['a time limit', { taskTimeout: sfn.Timeout.duration(Duration.days(7)) }],
    ['a heartbeat', { heartbeatTimeout: sfn.Timeout.duration(Duration.minutes(1)) }],
  ])('%s is enough', (_, props) => {
    workflow(callback(props));
    expect(findings()).toEqual([]);
  });
});

describe('acknowledged findings', () => {
  test('are gone, at and below the construct', () => {
    workflow(callback());
    WorkflowChecks.of(stack).acknowledge('cdk-workflows:unboundedCallback', 'answers are certain here');
    expect(findings()).toEqual([]);
    app.synth();
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('elsewhere stay', () => {
    const other = new Stack(app, 'Other');
    workflow(callback());
    WorkflowChecks.of(other).acknowledge('cdk-workflows:unboundedCallback', 'not this one');
    expect(findings()).toHaveLength(1);
  });

  test('an error too', () => {
    workflow(new sfn.Pass(stack, 'Long', { stateName: 'x'.repeat(81) }));
    WorkflowChecks.of(stack).acknowledge('cdk-workflows:stateName', 'the service has grown');
    expect(() => app.synth()).not.toThrow();
  });

  test('need a known id and a reason', () => {
    expect(() => WorkflowChecks.of(stack).acknowledge('nonsense', 'why')).toThrow(
      /no check with the id 'nonsense'.*write one of: .*cdk-workflows:stateName/,
    );
    expect(() => WorkflowChecks.of(stack).acknowledge('cdk-workflows:stateName', ' ')).toThrow(
      /needs a reason \[at Stack\]/,
    );
  });
});
