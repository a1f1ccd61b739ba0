import { App, Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ChoreographedSaga, type ChoreographedSagaProps, SagaStep, SagaTransport } from '../../../src';
import { testFunction } from '../../functions';

describe('what is refused', () => {
  const step = (stack: Stack, id = 'Step') => SagaStep.invoke(id, { action: testFunction(stack, `${id}Function`) });

  test.each<[string, (stack: Stack) => Partial<ChoreographedSagaProps>, RegExp]>([
    ['no steps', () => ({ steps: [] }), /steps must not be empty: a saga has at least one step \[at Shop\/Saga\]/],
    [
      'a parallel step',
      (stack) => ({ steps: [SagaStep.parallel('Both', [step(stack, 'A'), step(stack, 'B')])] }),
      /step 'Both' must not be parallel in a choreographed saga, .* take a SagaOrchestrator/,
    ],
    [
      'a separate saga',
      (stack) => ({ steps: [SagaStep.saga('Child', { steps: [step(stack)], separate: true })] }),
      /saga 'Child' must not be separate in a choreographed saga/,
    ],
    [
      'a step that is called as a state of ours',
      (stack) => ({ steps: [step(stack, 'Close Saga')] }),
      /name of a step must not be 'Close Saga', the name of a state that the saga makes: rename it/,
    ],
    [
      'a state of a fragment that is called as one of ours',
      (stack) => ({
        steps: [SagaStep.fragment('Step', { action: new sfn.Pass(stack, 'Claim Action') })],
        watch: Duration.hours(1),
      }),
      /the states of step 'Step' must not have the name 'Claim Action'/,
    ],
    [
      'a watch that is too short',
      (stack) => ({ steps: [step(stack)], watch: Duration.minutes(4) }),
      /watch must be at least 362 s, which is what a participant may take with all its retries, received 240 s/,
    ],
    [
      'no watch where nobody knows how long it takes',
      (stack) => ({ steps: [SagaStep.fragment('Step', { action: new sfn.Pass(stack, 'Work') })] }),
      /watch must be given: how long step 'Step' may take is not known there/,
    ],
    [
      'a watch that only the deployment knows where nobody knows how long it takes',
      (stack) => ({
        steps: [SagaStep.fragment('Step', { action: new sfn.Pass(stack, 'Work') })],
        watch: Duration.seconds(Token.asNumber(Fn.ref('Watch'))),
      }),
      /watch must be given as a time that is known at synthesis: how long step 'Step' may take is not known there/,
    ],
    [
      'an Express participant that takes too long',
      (stack) => ({
        steps: [SagaStep.invoke('Step', { action: testFunction(stack, 'Long', Duration.minutes(2)) })],
        stateMachineType: sfn.StateMachineType.EXPRESS,
      }),
      /step 'Step' may take 507 s with all its retries, but an Express execution ends after 300 s/,
    ],
    [
      'a name with a space',
      () => ({ sagaName: 'my saga' }),
      /sagaName must have 1 to 128 letters, .* received 'my saga'/,
    ],
    [
      'a source of AWS',
      () => ({ transport: SagaTransport.eventBridge({ source: 'aws.mine' }) }),
      /source must not begin with 'aws.', received 'aws.mine'/,
    ],
    [
      'a participant of no step',
      (stack) => ({ participants: { Nobody: { scope: stack } } }),
      /participants must be called as steps are, received 'Nobody': write one of Step/,
    ],
    [
      'a participant elsewhere',
      (stack) => ({
        participants: {
          Step: {
            scope: new Stack(stack.node.scope as App, 'There', {
              env: { account: '999988887777', region: 'eu-west-1' },
            }),
          },
        },
      }),
      /the participant of step 'Step' must be in the account and Region of the saga, received 999988887777\/eu-west-1/,
    ],
    [
      'a bus elsewhere',
      (stack) => ({
        transport: SagaTransport.eventBridge({
          bus: events.EventBus.fromEventBusArn(stack, 'Bus', 'arn:aws:events:eu-west-1:999988887777:event-bus/theirs'),
        }),
      }),
      /bus must be in the account and Region of the saga, received one in 999988887777\/eu-west-1/,
    ],
    [
      'a FIFO queue',
      (stack) => ({
        steps: [SagaStep.invoke('Step', { action: testFunction(stack, 'A'), compensation: testFunction(stack, 'B') })],
        compensationFailureQueue: new sqs.Queue(stack, 'Fifo', { fifo: true }),
      }),
      /compensationFailureQueue must not be a FIFO queue/,
    ],
    ['no time for its end', () => ({ retention: Duration.seconds(0) }), /retention must be a whole number of seconds/],
    [
      'an end at which a request may still come again',
      () => ({ retention: Duration.hours(23) }),
      /retention must be at least a day, received 82800 s: for so long a request may come again/,
    ],
  ])('%s', (_, props, message) => {
    expect(() => {
      const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
      const given = props(stack);
      new ChoreographedSaga(stack, 'Saga', { steps: given.steps ?? [step(stack)], ...given });
    }).toThrow(message);
  });
});
