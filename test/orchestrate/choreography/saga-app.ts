import { App, Duration, Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ChoreographedSaga, type ChoreographedSagaProps, type SagaStep } from '../../../src';
import type { Json, JsonObject } from '../../../src/asl/json';
import type { AppRehearsal } from '../../../src/testing/app-rehearsal';
import { NAMES, type orderChoreography, rehearse } from './order-choreography';

export const MINUTE = 60_000;
export const taskTimeout = sfn.Timeout.duration(Duration.seconds(10));

/** An app with a saga of some steps, made under a stack. */
export function sagaOf(steps: (stack: Stack) => SagaStep[], props: Partial<ChoreographedSagaProps> = {}) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  return {
    app,
    stack,
    saga: new ChoreographedSaga(stack, 'Saga', { sagaName: 'orders', steps: steps(stack), ...props }),
  };
}

/** All functions answer with their own name, and what they were called with is kept. */
export function mocked({ app, functions }: ReturnType<typeof orderChoreography>, broken: readonly string[] = []) {
  const rehearsal = rehearse(app);
  const calls: { readonly call: string; readonly payload: JsonObject }[] = [];
  for (const name of NAMES) {
    for (const [call, fn] of Object.entries({
      [name]: functions[name].action,
      [`Undo${name}`]: functions[name].compensation,
    })) {
      rehearsal.mock(fn, (payload) => {
        calls.push({ call, payload });
        if (broken.includes(call)) throw Object.assign(new Error(call), { name: 'Broken' });
        return { done: call };
      });
    }
  }
  return { rehearsal, calls, names: () => calls.map(({ call }) => call) };
}

export function itemOf(rehearsal: AppRehearsal, saga: ChoreographedSaga, sagaId = 'o-1'): JsonObject {
  const item = rehearsal.items(saga.table).find((each) => each.sagaId === sagaId);
  if (!item) throw new Error(`there is no saga ${sagaId}`);
  return item;
}

export const request = (detail: Json) => ({ source: 'cdk-workflows.saga', detailType: 'Saga Requested', detail });

export const sagaEvents = (rehearsal: AppRehearsal, bus?: events.IEventBus) =>
  rehearsal
    .events(bus)
    .filter(({ source }) => source !== 'aws.states')
    .map((event) => [event['detail-type'], event.detail]);
