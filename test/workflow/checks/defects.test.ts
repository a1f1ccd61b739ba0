import { CheckSeverity } from '../../../src/workflow/check-finding';
import { done, errorsIn, find, jsonata, machine, only, onlyJsonata, pass, processor, task } from './definitions';

/**
 * A workflow in which everything is right, broken in one place at a time: what Step Functions refuses, or what certainly
 * fails, must be refused here whatever the rule that finds it.
 */
const sound = () => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Prepare',
  States: {
    Prepare: { Type: 'Pass', Assign: { orderId: '{% $states.input.id %}' }, Next: 'Charge' },
    Charge: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'charge', Payload: { id: '{% $orderId %}' } },
      Output: '{% $states.result.Payload %}',
      TimeoutSeconds: 60,
      HeartbeatSeconds: 10,
      Retry: [
        {
          ErrorEquals: ['Lambda.TooManyRequestsException'],
          IntervalSeconds: 2,
          MaxAttempts: 3,
          BackoffRate: 2,
          MaxDelaySeconds: 20,
          JitterStrategy: 'FULL',
        },
      ],
      Catch: [
        { ErrorEquals: ['CardDeclined'], Assign: { reason: '{% $states.errorOutput.Cause %}' }, Next: 'Declined' },
        { ErrorEquals: ['States.ALL'], Next: 'Failed' },
      ],
      Next: 'Big',
    },
    Big: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.total > 100 %}', Next: 'Approve' }],
      Default: 'Items',
    },
    Approve: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Arguments: { QueueUrl: 'https://sqs', MessageBody: { token: '{% $states.context.Task.Token %}' } },
      TimeoutSeconds: 86400,
      Next: 'Items',
    },
    Items: {
      Type: 'Map',
      Items: '{% $states.input.items %}',
      MaxConcurrency: 5,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Pack',
        States: { Pack: { Type: 'Pass', Output: { id: '{% $orderId %}' }, End: true } },
      },
      Next: 'Pause',
    },
    Pause: { Type: 'Wait', Seconds: 5, Next: 'Done' },
    Done: { Type: 'Succeed' },
    Declined: { Type: 'Fail', Error: 'Declined', Cause: '{% $reason %}' },
    Failed: { Type: 'Fail' },
  },
});

type Sound = ReturnType<typeof sound>;
/** What no type allows is what is to be written. */
type Broken = any;

const broken = (breakIt: (states: Broken, definition: Broken) => void) => {
  const definition: Sound = sound();
  breakIt(definition.States, definition);
  return definition;
};

test('the workflow is sound', () => expect(find(sound())).toEqual([]));

const DEFECTS: [string, (states: Broken, definition: Broken) => void][] = [
  ['no StartAt', (_, d) => delete d.StartAt],
  [
    'StartAt that is no state',
    (_, d) => {
      d.StartAt = 'Start';
    },
  ],
  ['no States', (_, d) => delete d.States],
  [
    'empty States',
    (_, d) => {
      d.States = {};
    },
  ],
  [
    'a Next that is no state',
    (s) => {
      s.Pause.Next = 'Finish';
    },
  ],
  [
    'a Default that is no state',
    (s) => {
      s.Big.Default = 'Small';
    },
  ],
  [
    'a rule to no state',
    (s) => {
      s.Big.Choices[0].Next = 'Nowhere';
    },
  ],
  [
    'a catcher to no state',
    (s) => {
      s.Charge.Catch[1].Next = 'Nowhere';
    },
  ],
  ['neither Next nor End', (s) => delete s.Pause.Next],
  [
    'Next and End',
    (s) => {
      s.Pause.End = true;
    },
  ],
  [
    'a Next on a Choice',
    (s) => {
      s.Big.Next = 'Items';
    },
  ],
  [
    'a Next on a Fail',
    (s) => {
      s.Failed.Next = 'Done';
    },
  ],
  [
    'an unreachable state',
    (s) => {
      s.Orphan = { Type: 'Succeed' };
    },
  ],
  [
    'an unreachable state in an iteration',
    (s) => {
      s.Items.ItemProcessor.States.Orphan = { Type: 'Succeed' };
    },
  ],
  [
    'no end',
    (_, d) => {
      d.States = { Prepare: pass({ Next: 'Again' }), Again: pass({ Next: 'Prepare' }) };
    },
  ],
  ['no Type', (s) => delete s.Pause.Type],
  [
    'an unknown Type',
    (s) => {
      s.Pause.Type = 'Sleep';
    },
  ],
  [
    'a Type in lower case',
    (s) => {
      s.Prepare.Type = 'pass';
    },
  ],
  [
    'a name of 90 characters',
    (s) => {
      s['x'.repeat(90)] = s.Done;
      s.Pause.Next = 'x'.repeat(90);
      delete s.Done;
    },
  ],
  [
    'one name twice',
    (s) => {
      s.Items.ItemProcessor = processor({ Pause: pass() });
    },
  ],
  [
    'a way out of an iteration',
    (s) => {
      s.Items.ItemProcessor.States.Pack = pass({ Next: 'Done' });
    },
  ],
  [
    'an unknown field',
    (s) => {
      s.Pause.Comments = 'x';
    },
  ],
  [
    'a misspelt field',
    (s) => {
      s.Charge.TimeOutSeconds = 5;
    },
  ],
  [
    'a field of another state type',
    (s) => {
      s.Prepare.Resource = 'arn:aws:lambda:x';
    },
  ],
  [
    'an unknown field of the machine',
    (_, d) => {
      d.Description = 'x';
    },
  ],
  [
    'Parameters in JSONata',
    (s) => {
      s.Charge.Parameters = {};
    },
  ],
  [
    'ResultPath in JSONata',
    (s) => {
      s.Charge.ResultPath = '$.x';
    },
  ],
  [
    'InputPath in JSONata',
    (s) => {
      s.Prepare.InputPath = '$.x';
    },
  ],
  [
    'a JSONPath state in a JSONata machine',
    (s) => {
      s.Prepare = { Type: 'Pass', QueryLanguage: 'JSONPath', Next: 'Charge' };
    },
  ],
  [
    'an unknown query language',
    (_, d) => {
      d.QueryLanguage = 'JMESPath';
    },
  ],
  [
    'an expression that does not end',
    (s) => {
      s.Charge.Output = '{% $states.result';
    },
  ],
  [
    'an expression that does not parse',
    (s) => {
      s.Charge.Output = '{% $states.result.[ %}';
    },
  ],
  [
    'an unbalanced condition',
    (s) => {
      s.Big.Choices[0].Condition = '{% ($states.input.total > 100 %}';
    },
  ],
  [
    'a variable that nobody assigns',
    (s) => {
      s.Charge.Arguments.Payload.id = '{% $orderid %}';
    },
  ],
  [
    'a variable that an iteration keeps to itself',
    (s) => {
      s.Items.ItemProcessor.States.Pack.Assign = { packed: 1 };
      s.Done.Output = '{% $packed %}';
    },
  ],
  [
    'a variable from outside of a Distributed Map',
    (s) => {
      s.Items.ItemProcessor.ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
    },
  ],
  [
    'a variable of the state itself',
    (s) => {
      s.Prepare.Output = '{% $orderId %}';
    },
  ],
  [
    'the result in Arguments',
    (s) => {
      s.Charge.Arguments.Payload.id = '{% $states.result.id %}';
    },
  ],
  [
    'the error outside of a catcher',
    (s) => {
      s.Charge.Output = '{% $states.errorOutput %}';
    },
  ],
  [
    'a member that $states does not have',
    (s) => {
      s.Charge.Output = '{% $states.output %}';
    },
  ],
  [
    '$eval',
    (s) => {
      s.Charge.Output = '{% $eval("1") %}';
    },
  ],
  [
    'an unknown function',
    (s) => {
      s.Charge.Output = '{% $toUpper("a") %}';
    },
  ],
  [
    'a reserved variable',
    (s) => {
      s.Prepare.Assign.states = 1;
    },
  ],
  [
    'a variable that is no identifier',
    (s) => {
      s.Prepare.Assign['order.id'] = 1;
    },
  ],
  [
    'a variable of 100 characters',
    (s) => {
      s.Prepare.Assign['x'.repeat(100)] = 1;
    },
  ],
  [
    'a variable from outside assigned inside',
    (s) => {
      s.Items.ItemProcessor.States.Pack.Assign = { orderId: 1 };
    },
  ],
  [
    'States.ALL with others',
    (s) => {
      s.Charge.Catch[1].ErrorEquals = ['States.ALL', 'X'];
    },
  ],
  [
    'a catcher for States.ALL that is not last',
    (s) => {
      s.Charge.Catch.reverse();
    },
  ],
  [
    'a retrier for States.ALL that is not last',
    (s) => {
      s.Charge.Retry.unshift({ ErrorEquals: ['States.ALL'] });
    },
  ],
  [
    'no error names',
    (s) => {
      s.Charge.Retry[0].ErrorEquals = [];
    },
  ],
  [
    'ErrorEquals that is a text',
    (s) => {
      s.Charge.Retry[0].ErrorEquals = 'X';
    },
  ],
  ['a catcher without Next', (s) => delete s.Charge.Catch[0].Next],
  [
    'BackoffRate below 1',
    (s) => {
      s.Charge.Retry[0].BackoffRate = 0.9;
    },
  ],
  [
    'IntervalSeconds 0',
    (s) => {
      s.Charge.Retry[0].IntervalSeconds = 0;
    },
  ],
  [
    'MaxAttempts below 0',
    (s) => {
      s.Charge.Retry[0].MaxAttempts = -1;
    },
  ],
  [
    'MaxDelaySeconds not above the interval',
    (s) => {
      s.Charge.Retry[0].MaxDelaySeconds = 2;
    },
  ],
  [
    'an unknown JitterStrategy',
    (s) => {
      s.Charge.Retry[0].JitterStrategy = 'EQUAL';
    },
  ],
  [
    'TimeoutSeconds 0',
    (s) => {
      s.Charge.TimeoutSeconds = 0;
    },
  ],
  [
    'TimeoutSeconds as a text',
    (s) => {
      s.Charge.TimeoutSeconds = '60';
    },
  ],
  [
    'a heartbeat not below the limit',
    (s) => {
      s.Charge.HeartbeatSeconds = 60;
    },
  ],
  [
    'a callback without its token',
    (s) => {
      s.Approve.Arguments.MessageBody = { approve: true };
    },
  ],
  [
    'an unknown integration',
    (s) => {
      s.Approve.Resource = 'arn:aws:states:::sqsx:sendMessage';
    },
  ],
  [
    'an unknown action',
    (s) => {
      s.Approve.Resource = 'arn:aws:states:::sqs:publish';
    },
  ],
  [
    'a Resource that is no ARN',
    (s) => {
      s.Charge.Resource = 'charge';
    },
  ],
  [
    '.sync on lambda',
    (s) => {
      s.Charge.Resource += '.sync';
    },
  ],
  [
    '.sync on an SDK call',
    (s) => {
      s.Charge.Resource = 'arn:aws:states:::aws-sdk:glue:startJobRun.sync';
    },
  ],
  ['no FunctionName', (s) => delete s.Charge.Arguments.FunctionName],
  ['a Task without a Resource', (s) => delete s.Charge.Resource],
  ['a Choice without Choices', (s) => delete s.Big.Choices],
  [
    'an empty Choices',
    (s) => {
      s.Big.Choices = [];
    },
  ],
  ['a rule without Next', (s) => delete s.Big.Choices[0].Next],
  [
    'a JSONPath rule in JSONata',
    (s) => {
      s.Big.Choices[0] = { Variable: '$.total', NumericGreaterThan: 100, Next: 'Approve' };
    },
  ],
  ['a Wait without a time', (s) => delete s.Pause.Seconds],
  [
    'a Wait with two',
    (s) => {
      s.Pause.Timestamp = '2030-01-01T00:00:00Z';
    },
  ],
  [
    'a Wait below 0',
    (s) => {
      s.Pause.Seconds = -5;
    },
  ],
  ['a Map without a processor', (s) => delete s.Items.ItemProcessor],
  [
    'a Map with both processors',
    (s) => {
      s.Items.Iterator = processor({ Other: pass() });
    },
  ],
  [
    'an ItemReader in an inline Map',
    (s) => {
      s.Items.ItemReader = { Resource: 'arn:aws:states:::s3:getObject' };
    },
  ],
  [
    'MaxConcurrency below 0',
    (s) => {
      s.Items.MaxConcurrency = -1;
    },
  ],
  [
    'a percentage above 100',
    (s) => {
      s.Items.ToleratedFailurePercentage = 110;
    },
  ],
  [
    'a Label of 50 characters',
    (s) => {
      s.Items.Label = 'x'.repeat(50);
    },
  ],
  [
    'a Parallel without Branches',
    (s) => {
      s.Prepare = { Type: 'Parallel', Assign: s.Prepare.Assign, Next: 'Charge' };
    },
  ],
  [
    'a private key',
    (s) => {
      s.Prepare.Output = { key: '-----BEGIN EC PRIVATE KEY-----' };
    },
  ],
];

test.each(DEFECTS)('%s is refused', (_, breakIt) => {
  expect(errorsIn(broken(breakIt))).not.toEqual([]);
});

test('there are many of them', () => expect(DEFECTS.length).toBeGreaterThanOrEqual(60));

test.each<[string, object, boolean?]>([
  [
    'a callback in an Express workflow',
    only({
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      TimeoutSeconds: 5,
      Parameters: { QueueUrl: 'q', 'MessageBody.$': '$$.Task.Token' },
    }),
    true,
  ],
  ['a bad path', only(pass({ Parameters: { 'a.$': '$.b[' } }))],
  ['a path for many places to write to', only(task({ ResultPath: '$.a[*]' }))],
  ['an unknown intrinsic function', only(pass({ Parameters: { 'a.$': 'States.Concat($.b)' } }))],
  ['a missing argument of one', only(pass({ Parameters: { 'a.$': 'States.ArrayGetItem($.b)' } }))],
  [
    'a nested Next',
    machine({
      A: { Type: 'Choice', Choices: [{ Not: { Variable: '$.a', IsNull: true, Next: 'B' }, Next: 'B' }], Default: 'B' },
      B: done,
    }),
  ],
  [
    'an unknown comparison',
    machine({
      A: { Type: 'Choice', Choices: [{ Variable: '$.a', StringEqual: 'x', Next: 'B' }], Default: 'B' },
      B: done,
    }),
  ],
  ['an error and its path', machine({ A: { Type: 'Fail', Error: 'x', ErrorPath: '$.e' } })],
  ['Output in JSONPath', only(pass({ Output: 1 }))],
  ['more than a mebibyte', only(pass({ Result: 'x'.repeat(1_100_000) }))],
  ['a definition that is null', null as unknown as object],
  [
    'a condition that is a text',
    jsonata({ A: { Type: 'Choice', Choices: [{ Condition: 'yes', Next: 'B' }], Default: 'B' }, B: done }),
  ],
  ['a timestamp that is a word', onlyJsonata({ Type: 'Wait', Timestamp: 'later' })],
])('%s is refused', (_, definition, ...[express]) => {
  expect(errorsIn(definition, express)).not.toEqual([]);
});

test('a Choice without Default is legal, and told', () => {
  const definition = broken((states) => {
    states.Big.Choices.push({ Condition: '{% $states.input.total <= 100 %}', Next: 'Items' });
    delete states.Big.Default;
  });
  expect(find(definition)).toEqual([
    expect.objectContaining({ id: 'cdk-workflows:choiceDefault', severity: CheckSeverity.WARNING, state: 'Big' }),
  ]);
});
