import { CfnResource } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { problemsOf } from '../broken';
import { templateRules } from './template-rules';

const problemsIn = (build: (scope: Construct) => Construct) =>
  problemsOf(templateRules, build).map((problem) => problem.replace('alone: Stack/X: ', ''));

const here = (service: string, resource: string) => `arn:aws:${service}:us-east-1:111122223333:${resource}`;

function rule(...targets: Partial<events.CfnRule.TargetProperty>[]): string[] {
  const complete = targets.map((target, n) => ({ id: `T${n}`, arn: here('sqs', 'q'), ...target }));
  return problemsIn(
    (scope) => new events.CfnRule(scope, 'X', { scheduleExpression: 'rate(1 day)', targets: complete }),
  );
}

describe('targets of a rule', () => {
  test.each([
    ['a queue with an input', [{ input: '{}' }]],
    ['a state machine with a role', [{ arn: here('states', 'stateMachine:m'), roleArn: here('iam', 'role/r') }]],
    ['two targets', [{}, {}]],
  ])('may be: %s', (_, targets) => {
    expect(rule(...targets)).toEqual([]);
  });

  test('a state machine or a bus without a role', () => {
    expect(rule({ arn: here('states', 'stateMachine:m') }, { arn: here('events', 'event-bus/b') })).toEqual([
      'target T0 needs a RoleArn',
      'target T1 needs a RoleArn',
    ]);
  });

  test('Input and InputPath at once', () => {
    expect(rule({ input: '{}', inputPath: '$' })).toEqual([
      'target T0 has Input and InputPath, but may have one of them',
    ]);
  });

  test('one id twice', () => {
    expect(rule({ id: 'A' }, { id: 'A' })).toEqual(['target ids must be unique, found A,A']);
  });

  test('a bus with what a bus does not take', () => {
    const bus = { arn: here('events', 'event-bus/b'), roleArn: here('iam', 'role/r') };
    expect(rule({ ...bus, inputPath: '$.detail', retryPolicy: { maximumRetryAttempts: 1 } })).toEqual([
      'target T0 is an event bus, which takes no InputPath',
      'target T0 is an event bus, which takes no RetryPolicy',
    ]);
  });
});

describe('methods of an API', () => {
  const method = (httpMethod: string, integrationHttpMethod?: string, type = 'AWS') =>
    problemsIn(
      (scope) =>
        new apigateway.CfnMethod(scope, 'X', {
          restApiId: 'a',
          resourceId: 'r',
          httpMethod,
          integration: { type, integrationHttpMethod },
        }),
    );

  test('may be one of the known ones, called by a known one; a mock calls nothing', () => {
    expect(method('GET', 'POST')).toEqual([]);
    expect(method('OPTIONS', undefined, 'MOCK')).toEqual([]);
  });

  test('no such method, and none for the call', () => {
    expect(method('FETCH')).toEqual([
      "there is no HTTP method 'FETCH'",
      'the integration needs an IntegrationHttpMethod, found undefined',
    ]);
  });
});

test('everything allowed on everything', () => {
  const problems = problemsIn((scope) => {
    const statements = [
      new iam.PolicyStatement({ actions: ['sqs:*'], resources: ['*'] }),
      new iam.PolicyStatement({ actions: ['sqs:ListQueues'], resources: ['*'] }),
    ];
    new iam.Policy(scope, 'Y', { statements, users: [new iam.User(scope, 'User')] });
    return scope;
  });
  expect(problems).toEqual(['alone: Stack/Y/Resource: sqs:* is allowed on everything']);
});

test('a queue that everyone may send to', () => {
  const problems = problemsIn((scope) => {
    const queue = new sqs.Queue(scope, 'Q');
    queue.addToResourcePolicy(
      new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['sqs:SendMessage'], resources: ['*'] }),
    );
    return queue;
  });
  expect(problems).toEqual(['alone: Stack/Q/Policy/Resource: sqs:SendMessage is allowed to everyone']);
});

describe('what starts executions', () => {
  const machine = here('states', 'stateMachine:m');
  const roleArn = here('iam', 'role/r');

  test('a schedule without a dead-letter queue and without a limit for retries', () => {
    const schedule = (more: object) =>
      problemsIn(
        (scope) =>
          new CfnResource(scope, 'X', {
            type: 'AWS::Scheduler::Schedule',
            properties: { ScheduleExpression: 'rate(1 day)', Target: { Arn: machine, RoleArn: roleArn, ...more } },
          }),
      );
    expect(schedule({})).toEqual([
      'what the schedule cannot start is lost: it needs a DeadLetterConfig',
      'the schedule retries for 24 hours unless it says otherwise: it needs a RetryPolicy',
    ]);
    const retried = { RetryPolicy: { MaximumRetryAttempts: 3 }, DeadLetterConfig: { Arn: here('sqs', 'q') } };
    expect(schedule(retried)).toEqual([]);
  });

  test('a pipe that does not say how it starts, nor why it fails', () => {
    const pipe = (properties: object) =>
      problemsIn((scope) => new CfnResource(scope, 'X', { type: 'AWS::Pipes::Pipe', properties: { ...properties } }));
    expect(pipe({})).toEqual([
      'the pipe needs an InvocationType',
      'nobody hears why the pipe fails: it needs a LogConfiguration',
    ]);
    const parameters = { StepFunctionStateMachineParameters: { InvocationType: 'FIRE_AND_FORGET' } };
    expect(pipe({ TargetParameters: parameters, LogConfiguration: { Level: 'ERROR' } })).toEqual([]);
  });

  test('an API whose answers have no template of their own', () => {
    const api = (integration: object) =>
      problemsIn(
        (scope) =>
          new apigateway.CfnRestApi(scope, 'X', {
            body: { paths: { '/orders': { post: { 'x-amazon-apigateway-integration': integration } } } },
          }),
      );
    expect(api({ type: 'aws', responses: { default: { statusCode: '200' } } })).toEqual([
      'post /orders needs an httpMethod',
      'post /orders passes bodies that it has no template for',
      'post /orders: the answer to default has 0 templates',
    ]);
    const responses = { default: { statusCode: '200', responseTemplates: { 'application/json': '{}' } } };
    expect(api({ type: 'aws', httpMethod: 'POST', passthroughBehavior: 'never', responses })).toEqual([]);
  });
});
