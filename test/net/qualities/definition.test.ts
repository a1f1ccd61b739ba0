import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { functionIn, problemsOf } from '../broken';
import { boundedTasks } from './bounded-tasks';
import { literalDefinition } from './literal-definition';

const taskTimeout = sfn.Timeout.duration(Duration.minutes(1));

function machine(definition: string, definitionSubstitutions?: Record<string, string>) {
  return problemsOf(literalDefinition, (scope) => {
    const role = 'arn:aws:iam::111122223333:role/r';
    return new sfn.CfnStateMachine(scope, 'M', {
      roleArn: role,
      definitionString: definition,
      definitionSubstitutions,
    });
  });
}

describe('a literal definition', () => {
  test('is none when the CDK joins it from tokens', () => {
    const problems = problemsOf(literalDefinition, (scope, neighbours) => {
      const invoke = new tasks.LambdaInvoke(scope, 'Invoke', { lambdaFunction: functionIn(neighbours), taskTimeout });
      return new sfn.StateMachine(scope, 'M', { definitionBody: sfn.DefinitionBody.fromChainable(invoke) });
    });
    expect(problems).toEqual(['alone: Stack/M/Resource: DefinitionString is no literal text']);
  });

  test('has a value for every key, and a key for every value', () => {
    expect(machine('{"a": "${Missing}"}', { Unused: 'x' })).toEqual([
      'alone: Stack/M: nothing is given for ${Missing}',
      'alone: Stack/M: Unused is given, but not used',
    ]);
  });

  test('has no empty map of values', () => {
    expect(machine('{}', {})).toEqual(['alone: Stack/M: an empty DefinitionSubstitutions is refused']);
  });
});

test('a task without a limit is not bounded, in a branch neither, and a heartbeat is no limit', () => {
  const problems = problemsOf(boundedTasks, (scope, neighbours) => {
    const invoke = (id: string, more = {}) =>
      new tasks.LambdaInvoke(scope, id, { lambdaFunction: functionIn(neighbours), ...more });
    const branches = new sfn.Parallel(scope, 'Both')
      .branch(invoke('Bounded', { taskTimeout }))
      .branch(invoke('Unbounded'))
      .branch(invoke('Beating', { heartbeatTimeout: taskTimeout }));
    return new sfn.StateMachine(scope, 'M', { definitionBody: sfn.DefinitionBody.fromChainable(branches) });
  });
  expect(problems).toEqual([
    "alone: Stack/M/Resource: task 'Unbounded' has no time limit",
    "alone: Stack/M/Resource: task 'Beating' has no time limit",
  ]);
});
