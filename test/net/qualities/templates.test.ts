import { Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Workflow } from '../../../src';
import { problemsOf } from '../broken';
import type { Subject } from '../subject';
import { subjects } from '../subjects';
import { variants } from '../variants';
import { boundedTasks } from './bounded-tasks';
import { deterministic } from './deterministic';
import { anyPartition } from './partition';
import { ownNames } from './physical-names';
import { statefulIds } from './stateful-ids';

const titled = (title: string) => variants.filter((variant) => variant.title === title);

test('an ARN that names the partition', () => {
  const problems = problemsOf(
    anyPartition,
    (scope) =>
      new sfn.CfnStateMachine(scope, 'M', {
        roleArn: 'arn:aws:iam::111122223333:role/r',
        definitionString: '{"Resource": "arn:aws:states:::sqs:sendMessage"}',
      }),
    { variants: [...titled('alone'), ...titled('in China'), ...titled('in GovCloud')] },
  );
  expect(problems).toEqual([
    'alone: Stack/M: arn:aws:states:::sqs:sendMessage',
    'in China: Stack/M: arn:aws:states:::sqs:sendMessage',
    'in GovCloud: Stack/M: arn:aws:states:::sqs:sendMessage',
  ]);
});

test('a physical name that two instances share', () => {
  const problems = problemsOf(ownNames, (scope) => new sqs.Queue(scope, 'Q', { queueName: 'fixed' }), {
    variants: titled('twice in one stack'),
  });
  expect(problems).toEqual([
    'twice in one stack: Stack/Second/Q/Resource and Stack/First/Q/Resource are both called fixed',
  ]);
});

test('an id that two instances share', () => {
  const twice = () =>
    problemsOf(boundedTasks, (scope) => new sqs.Queue(Stack.of(scope), 'Q'), {
      variants: titled('twice in one stack'),
    });
  expect(twice).toThrow("already a Construct with name 'Q'");
});

test('a reference into another stack that is rendered as if it were this one', () => {
  const crossing = () =>
    problemsOf(
      boundedTasks,
      (scope, neighbours) => {
        const queue = new sqs.Queue(neighbours, 'Queue');
        const url = JSON.stringify(Stack.of(queue).resolve(queue.queueUrl));
        return new sfn.CfnStateMachine(scope, 'M', {
          roleArn: 'arn:aws:iam::111122223333:role/r',
          definitionString: '{"StartAt":"A","States":{"A":{"Type":"Succeed","Comment":"${Url}"}}}',
          definitionSubstitutions: { Url: JSON.parse(url) },
        });
      },
      { variants: titled('its neighbours in another stack') },
    );
  expect(crossing).toThrow("stack 'Stack' has no resource or parameter 'NeighboursQueue");
});

test('a template that is another one next time', () => {
  let times = 0;
  const problems = problemsOf(deterministic, (scope) => {
    times++;
    return new sqs.Queue(scope, 'Q', { queueName: `made-${times}` });
  });
  expect(problems).toEqual(['alone: the template of Stack differs']);
});

describe('stateful logical ids', () => {
  const [released] = subjects().filter(({ name }) => name === 'Workflow without logs and traces');

  test('lost, because the construct got another id', () => {
    const renamed: Subject = {
      ...released,
      build: (scope) =>
        new Workflow(scope, 'Renamed', { definition: new sfn.Pass(scope, 'Pass'), logs: { level: sfn.LogLevel.OFF } }),
    };
    expect(statefulIds.problems(renamed)).toEqual([
      expect.stringMatching(/^lost, an update would replace it: .*: AWS::StepFunctions::StateMachine Workflow\w+$/),
      expect.stringMatching(/^new, add the line to .*: AWS::StepFunctions::StateMachine Renamed\w+$/),
    ]);
  });

  test('new, and not written down yet', () => {
    const more: Subject = {
      ...released,
      build: (scope, neighbours) => {
        new sqs.Queue(scope, 'More');
        return released.build(scope, neighbours);
      },
    };
    expect(statefulIds.problems(more)).toEqual([
      expect.stringMatching(/^new, add the line to .*: AWS::SQS::Queue More/),
    ]);
  });
});
