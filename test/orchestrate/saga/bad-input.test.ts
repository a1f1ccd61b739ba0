import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { SagaContext, SagaOrchestrator, type SagaOrchestratorProps, SagaStep } from '../../../src';
import { testFunction } from '../../functions';

let stack: Stack;
let fn: lambda.Function;

beforeEach(() => {
  stack = new Stack(new App(), 'Stack');
  fn = testFunction(stack, 'Function');
});

const saga = (steps: SagaStep[], props: Partial<SagaOrchestratorProps> = {}) =>
  new SagaOrchestrator(stack, 'Saga', { steps, ...props });
const step = (name: string, options: object = {}) =>
  SagaStep.invoke(name, { action: fn, compensation: fn, ...options });
const task = (id: string, props: object = {}) =>
  tasks.LambdaInvoke.jsonata(stack, id, {
    lambdaFunction: fn,
    taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
    ...props,
  });

describe('refused at synth, with the construct path and what to write instead', () => {
  const refused: [string, () => unknown, RegExp][] = [
    ['no steps', () => saga([]), /steps must not be empty.*\[at Stack\/Saga\]/],
    ['an empty name', () => saga([step('')]), /name of a step must have 1 to 69 characters, received 0/],
    ['a name that is too long', () => saga([step('x'.repeat(70))]), /1 to 69 characters, received 70: shorten/],
    ['a name used twice', () => saga([step('A'), step('B'), step('A')]), /unique, received 'A' twice: rename/],
    ['the name of a state of ours', () => saga([step('A'), step('Compensate A')]), /must not be 'Compensate A'/],
    ['a name that is an expression', () => saga([step('{% 1 %}')]), /must not begin with \{%/],
    [
      'a JSONPath value in a payload',
      () => saga([step('A', { payload: { id: sfn.JsonPath.stringAt('$.input.orderId') } })]),
      /payload of the action of step 'A' must be JSONata, received the JSONPath value '\$.input.orderId': write SagaContext.input/,
    ],
    ['an empty path', () => SagaContext.input(''), /path must be names with dots between them/],
    ['a backtick in a path', () => SagaContext.input('a`b'), /without backticks, received 'a`b'/],
    ['the name of an end', () => saga([step('Saga Compensated')]), /must not be 'Saga Compensated'/],
    [
      'a zero timeout',
      () => saga([step('A', { timeout: Duration.seconds(0) })]),
      /timeout of step 'A' must be .* at least 1, received 0 s/,
    ],
    [
      'a zero compensation timeout',
      () => saga([step('A', { compensationTimeout: Duration.seconds(0) })]),
      /compensationTimeout of step 'A'/,
    ],
    ['half a second', () => saga([step('A', { timeout: Duration.millis(500) })]), /whole number of seconds/],
    ['a negative interval', () => saga([step('A', { retry: { interval: Duration.seconds(-1) } })]), /negative/],
    [
      'a zero interval',
      () => saga([step('A', { retry: { interval: Duration.seconds(0) } })]),
      /retry of step 'A'.interval must be/,
    ],
    [
      'a maximal delay below the interval',
      () => saga([step('A', { retry: { interval: Duration.seconds(9), maxDelay: Duration.seconds(9) } })]),
      /maxDelay must be longer than the interval of 9 s/,
    ],
    [
      'negative attempts',
      () => saga([step('A', { retry: { attempts: -1 } })]),
      /attempts must be a whole number from 0/,
    ],
    [
      'half an attempt',
      () => saga([step('A', { compensationRetry: { attempts: 1.5 } })]),
      /compensationRetry of step 'A'.attempts/,
    ],
    [
      'no errors to retry',
      () => saga([step('A', { retry: { errors: [] } })]),
      /retry of step 'A'.errors must not be empty/,
    ],
    [
      'States.ALL among others',
      () => saga([step('A', { retry: { errors: ['States.ALL', 'X'] } })]),
      /States.ALL alone/,
    ],
    [
      'no notAppliedErrors',
      () => saga([step('A', { notAppliedErrors: [] })]),
      /notAppliedErrors of step 'A' must not be empty/,
    ],
    [
      'every error not applied',
      () => saga([step('A', { notAppliedErrors: ['States.ALL'] })]),
      /set compensateOnFailure to false/,
    ],
    [
      'a step behind the pivot',
      () => saga([step('A'), step('B').afterPivot(), step('C')]),
      /step 'C' must be afterPivot or stand before 'B'/,
    ],
    [
      'Express',
      () => saga([step('A')], { stateMachineType: sfn.StateMachineType.EXPRESS }),
      /may run twice; set allowExpress/,
    ],
    [
      'a FIFO queue',
      () => saga([step('A')], { compensationFailureQueue: new sqs.Queue(stack, 'Fifo', { fifo: true }) }),
      /must not be a FIFO queue/,
    ],
    [
      'output without an expression',
      () => saga([step('A')], { output: '$results' }),
      /between \{% and %\}, received '\$results'/,
    ],
    [
      'a task without a time limit',
      () => saga([SagaStep.task('A', { action: task('T', { taskTimeout: undefined }) })]),
      /action of step 'A' has no time limit/,
    ],
    [
      'a task that goes on',
      () => {
        const first = task('T');
        first.next(new sfn.Succeed(stack, 'Done'));
        saga([SagaStep.task('A', { action: first })]);
      },
      /must be a single task, received one that goes on to 'Done'/,
    ],
    [
      'a task with a catcher',
      () => saga([SagaStep.task('A', { action: task('T').addCatch(new sfn.Fail(stack, 'Fail')) })]),
      /must not have a catcher/,
    ],
    [
      'one task in two steps',
      () => {
        const shared = task('T');
        saga([SagaStep.task('A', { action: shared }), SagaStep.task('B', { action: shared })]);
      },
      /task 'T' must be used once, received it in step 'A' and step 'B'/,
    ],
    [
      'one task as action and compensation',
      () => {
        const shared = task('T');
        saga([SagaStep.task('A', { action: shared, compensation: shared })]);
      },
      /task 'T' must be used once, received it in step 'A' and step 'A'/,
    ],
    [
      'a task in two sagas',
      () => {
        const shared = task('T');
        saga([SagaStep.task('A', { action: shared })]);
        new SagaOrchestrator(stack, 'Other', { steps: [SagaStep.task('A', { action: shared })] });
      },
      /task 'T' must be used once: it is already in/,
    ],
    [
      'a result selected twice',
      () =>
        saga([
          SagaStep.task('A', {
            action: tasks.LambdaInvoke.jsonPath(stack, 'T', {
              lambdaFunction: fn,
              resultSelector: { 'a.$': '$.Payload' },
              outputPath: '$.a',
              taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
            }),
          }),
        ]),
      /has the outputPath '\$.a' and a resultSelector/,
    ],
  ];
  test.each(refused)('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('not refused', () => {
  test('tokens', () => {
    const limit = new CfnParameter(stack, 'Limit', { type: 'Number' });
    const arn = new CfnParameter(stack, 'Arn');
    const imported = lambda.Function.fromFunctionArn(stack, 'Imported', arn.valueAsString);
    saga([
      SagaStep.invoke('A', {
        action: imported,
        compensation: imported,
        timeout: Duration.seconds(limit.valueAsNumber),
      }),
      SagaStep.invoke('B', {
        action: fn,
        retry: { errors: [arn.valueAsString] },
        notAppliedErrors: [arn.valueAsString],
      }),
    ]);
    Template.fromStack(stack).hasResourceProperties('AWS::StepFunctions::StateMachine', {
      DefinitionString: Match.stringLikeRegexp('"TimeoutSeconds":\\$\\{LimitRef\\}'),
      DefinitionSubstitutions: { LimitRef: { Ref: 'Limit' }, ArnRef: { Ref: 'Arn' } },
    });
  });

  test('tokens in retries', () => {
    const number = new CfnParameter(stack, 'Number', { type: 'Number' });
    const seconds = Duration.seconds(number.valueAsNumber);
    saga([
      step('A', { retry: { attempts: number.valueAsNumber, interval: seconds } }),
      step('B', { retry: { maxDelay: seconds } }),
    ]);
    Template.fromStack(stack).hasResourceProperties('AWS::StepFunctions::StateMachine', {
      DefinitionString: Match.stringLikeRegexp(
        '"IntervalSeconds":\\$\\{NumberRef\\},"MaxAttempts":\\$\\{NumberRef\\},"BackoffRate":2,"JitterStrategy"',
      ),
    });
  });

  test('names that mean something in JavaScript or JSONata', () => {
    saga([
      step('constructor'),
      step('null'),
      step('a/b'),
      step('a--b'),
      step('Item[0]', { payload: { x: SagaContext.result('a/b') } }),
    ]);
    Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  });

  test('names of 69 characters, of any alphabet', () => {
    saga([step('x'.repeat(69)), step('Zahlung über 5 € 🍎 "in" {% $a %} `b` ${c}')]);
    Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  });

  test('an Express saga whose steps are idempotent', () => {
    saga([step('A')], { stateMachineType: sfn.StateMachineType.EXPRESS, allowExpress: true });
    Template.fromStack(stack).hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'EXPRESS',
    });
  });

  test('two sagas in one stack, with the same step names', () => {
    saga([step('A')]);
    new SagaOrchestrator(stack, 'Other', { steps: [step('A')] });
    const definitions = Object.values(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'));
    expect(definitions[0].Properties.DefinitionString.replaceAll('QueueRef2', 'QueueRef')).toEqual(
      definitions[1].Properties.DefinitionString.replaceAll('QueueRef2', 'QueueRef'),
    );
  });
});

describe('warned about', () => {
  test('a compensation after the pivot', () => {
    saga([step('A'), step('B').afterPivot()]);
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Saga',
      Match.stringLikeRegexp("compensation of step 'B' never runs"),
    );
  });

  test('a compensation of a last step that is not undone itself', () => {
    const saga_ = saga([step('A', { compensateOnFailure: false })]);
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Saga',
      Match.stringLikeRegexp("compensation of step 'A' never runs: no later"),
    );
    expect(saga_.compensationFailureQueue).toBeUndefined();
  });

  test('a timeout shorter than the function has', () => {
    saga([step('A', { timeout: Duration.seconds(10) })]);
    Annotations.fromStack(stack).hasWarning('/Stack/Saga', Match.stringLikeRegexp('waits 25 s for it'));
  });

  test('a log that the alarm cannot read', () => {
    saga([step('A')], { logs: { level: sfn.LogLevel.FATAL } });
    Annotations.fromStack(stack).hasWarning('/Stack/Saga', Match.stringLikeRegexp('logs.level should be ALL or ERROR'));
  });
});
