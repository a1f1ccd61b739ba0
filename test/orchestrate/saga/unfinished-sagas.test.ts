import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { SagaOrchestratorProps } from '../../../src';
import { EventPattern } from '../../../src/private/event-pattern/event-pattern';
import { deployed } from '../../deployed';
import { statusChangeOf } from '../../status-change';
import { everyEnd, order, orderSaga, readingSaga, type SagaRun } from './order-saga';

describe('the rule', () => {
  let ends: Record<string, SagaRun>;
  beforeAll(async () => {
    ends = await everyEnd();
  });

  const reported: [string, string, boolean][] = [
    ['succeeded', 'SUCCEEDED', false],
    ['succeeded with a warning', 'SUCCEEDED', false],
    ['compensated', 'FAILED', false],
    ['not undone', 'FAILED', false],
    ['died', 'FAILED', true],
    ['stopped', 'ABORTED', true],
  ];
  test.each(reported)('is told of a saga that %s, status %s: reported %p', (end, status, isReported) => {
    const { saga, run } = ends[end];
    expect(run.status).toBe(status);
    const [{ EventPattern: pattern }] = deployed(Stack.of(saga), 'AWS::Events::Rule');
    expect(EventPattern.parse(pattern).matches(statusChangeOf(run, order))).toBe(isReported);
  });

  test('takes a saga that timed out, one that died without a cause, none that runs, and no other state machine', () => {
    const { saga, run } = ends.died;
    const [{ EventPattern: pattern }] = deployed(Stack.of(saga), 'AWS::Events::Rule');
    const matches = (change: object) =>
      EventPattern.parse(pattern).matches(statusChangeOf({ ...run, ...change }, order));
    expect(matches({ status: 'TIMED_OUT', error: undefined, cause: undefined })).toBe(true);
    expect(matches({ cause: undefined })).toBe(true);
    expect(matches({ status: 'RUNNING' })).toBe(false);
    expect(matches({ arn: run.arn.replace(/:[^:]*$/, '2$&') })).toBe(false);
  });

  test('sends the whole event to the queue, which takes it from this rule only', () => {
    const stack = new Stack(new App(), 'Stack');
    orderSaga(stack);
    const template = Template.fromStack(stack);
    const [queue] = Object.keys(template.findResources('AWS::SQS::Queue'));
    const [rule] = Object.keys(template.findResources('AWS::Events::Rule'));
    template.hasResourceProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      EventBusName: Match.absent(),
      Targets: [{ Arn: { 'Fn::GetAtt': [queue, 'Arn'] }, Id: 'Target0' }],
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({ Effect: 'Deny' }),
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule, 'Arn'] } } },
          },
        ],
      }),
    });
  });

  test('stays without alarms', () => {
    const stack = new Stack(new App(), 'Stack');
    orderSaga(stack, { alarms: false });
    Template.fromStack(stack).resourceCountIs('AWS::Events::Rule', 1);
  });

  test('is not made of an Express saga, of which nobody is told, and where there is nothing to undo', () => {
    const express = new Stack(new App(), 'Stack');
    orderSaga(express, { stateMachineType: sfn.StateMachineType.EXPRESS, allowExpress: true });
    Template.fromStack(express).resourceCountIs('AWS::Events::Rule', 0);
    const reading = new Stack(new App(), 'Stack');
    readingSaga(reading);
    Template.fromStack(reading).resourceCountIs('AWS::Events::Rule', 0);
  });
});

describe('a queue of the user', () => {
  let stack: Stack;
  beforeEach(() => {
    stack = new Stack(new App(), 'Stack');
  });
  const sagaWith = (compensationFailureQueue: sqs.IQueue, props: Partial<SagaOrchestratorProps> = {}) =>
    orderSaga(stack, { compensationFailureQueue, ...props });
  const warned = (text: string) =>
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Saga/CompensationFailures/Unfinished',
      Match.stringLikeRegexp(`must let events.amazonaws.com send to it.*${text}`),
    );
  const notWarned = () =>
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('must let events.amazonaws.com send'));

  test('takes events of the rules of this account, and so does its key', () => {
    const key = new kms.Key(stack, 'Key');
    sagaWith(new sqs.Queue(stack, 'Own', { encryptionMasterKey: key }));
    const template = Template.fromStack(stack);
    const principal = { Service: 'events.amazonaws.com' };
    const condition = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: Match.objectLike({
        Statement: [Match.objectLike({ Principal: principal, Action: 'sqs:SendMessage', Condition: condition })],
      }),
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: principal,
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Condition: condition,
          }),
        ]),
      }),
    });
    notWarned();
  });

  test('has one statement, however many sagas share it: its policy has room for twenty', () => {
    const own = new sqs.Queue(stack, 'Own');
    sagaWith(own);
    const other = new Stack(stack.node.root as App, 'Other');
    orderSaga(other, { compensationFailureQueue: own });
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::SQS::QueuePolicy'));
    expect(Properties.PolicyDocument.Statement).toHaveLength(1);
  });

  test('of another stack depends on no rule of this one', () => {
    const queues = new Stack(stack.node.root as App, 'Queues');
    const encryptionMasterKey = new kms.Key(queues, 'Key');
    sagaWith(new sqs.Queue(queues, 'Own', { encryptionMasterKey }));
    Template.fromStack(queues).resourceCountIs('AWS::SQS::QueuePolicy', 1);
    expect(queues.dependencies).toEqual([]);
    notWarned();
  });

  test('that is imported must let events in by itself', () => {
    sagaWith(sqs.Queue.fromQueueArn(stack, 'Imported', 'arn:aws:sqs:us-east-1:111122223333:failures'));
    warned('it needs sqs:SendMessage in its policy');
  });

  test('whose key is imported needs a statement there', () => {
    const encryptionMasterKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1');
    sagaWith(new sqs.Queue(stack, 'Own', { encryptionMasterKey }));
    warned("it needs kms:Decrypt and kms:GenerateDataKey in its key's policy");
  });

  test('with the key of AWS takes no events at all', () => {
    sagaWith(new sqs.Queue(stack, 'Own', { encryption: sqs.QueueEncryption.KMS_MANAGED }));
    warned('a key of your own, for nobody can allow aws/sqs');
  });

  test('of an Express saga is left as it is', () => {
    sagaWith(new sqs.Queue(stack, 'Own'), { stateMachineType: sfn.StateMachineType.EXPRESS, allowExpress: true });
    Template.fromStack(stack).resourceCountIs('AWS::SQS::QueuePolicy', 0);
  });
});
