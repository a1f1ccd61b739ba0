import { App, Duration, Stack } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  ChoreographedSaga,
  type ChoreographedSagaProps,
  KafkaPublisher,
  KafkaSource,
  SagaStep,
  SagaTransport,
  StartingPosition,
} from '../../../src';
import { Rehearsal } from '../../../src/testing';
import type { AppRehearsal } from '../../../src/testing/app-rehearsal';
import { testFunction } from '../../functions';

export const NAMES = ['CreateOrder', 'ReserveStock', 'ProcessPayment', 'SendReceipt'];

/** A saga of four steps, which can all be undone: the third says when nothing was done. */
export function orderChoreography(
  props: (stack: Stack) => Partial<ChoreographedSagaProps> = () => ({}),
  afterPivot: readonly string[] = [],
) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const fn = (id: string) => testFunction(stack, id, Duration.seconds(3));
  const functions = Object.fromEntries(
    NAMES.map((name) => [name, { action: fn(name), compensation: fn(`Undo${name}`) }]),
  );
  const saga = new ChoreographedSaga(stack, 'Saga', {
    sagaName: 'orders',
    steps: NAMES.map((name) => {
      const step = SagaStep.invoke(name, {
        ...functions[name],
        ...(name === 'ProcessPayment' ? { notAppliedErrors: ['CardDeclined'] } : {}),
        ...(afterPivot.includes(name) ? { compensation: undefined } : {}),
        compensationRetry: { attempts: 1 },
      });
      return afterPivot.includes(name) ? step.afterPivot() : step;
    }),
    ...props(stack),
  });
  return { app, stack, saga, functions, afterPivot };
}

export type OrderChoreography = ReturnType<typeof orderChoreography>;

export function rehearse(app: App, startTime = new Date('2026-03-01T08:00:00Z')): AppRehearsal {
  return Rehearsal.ofApp(app, { startTime });
}

export const TOPIC = 'sagas';
export const CLUSTER = 'arn:aws:kafka:eu-west-1:111122223333:cluster/events/751d2973-a626-431c-9d4e-d7975eb44dd7-2';

export function topicSource(startingPosition = StartingPosition.latest()): KafkaSource {
  return KafkaSource.msk(CLUSTER, { topic: TOPIC, startingPosition });
}

/** The same saga over a topic of Amazon MSK, with a function that produces the records. */
export function kafkaChoreography(props: Partial<ChoreographedSagaProps> = {}) {
  let publisher: lambda.Function | undefined;
  const order = orderChoreography((stack) => {
    publisher = testFunction(stack, 'Publisher', Duration.seconds(3));
    const source = topicSource(StartingPosition.trimHorizon());
    return { transport: SagaTransport.kafka({ source, publisher: KafkaPublisher.invoke(publisher) }), ...props };
  });
  return { ...order, publisher: publisher as lambda.Function };
}
