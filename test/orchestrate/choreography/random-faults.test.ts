import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import { type CallFault, type EventFault, type Fault, FaultySagas } from './faulty-sagas';
import { kafkaChoreography, NAMES, type OrderChoreography, orderChoreography } from './order-choreography';

/** `npm run test:deep` takes ten times as many. */
const RUNS = Number(process.env.CHOREOGRAPHY_RUNS ?? 500);
const AT_ONCE = 50;

const CALLS = NAMES.flatMap((name) => [name, `Undo${name}`]);

const eventFault: fc.Arbitrary<Fault> = fc.record({
  event: fc.nat(13),
  fate: fc.constantFrom<EventFault>('drop', 'double', 'double later', 'delay', 'delay for hours'),
});
const callFault: fc.Arbitrary<Fault> = fc.record({
  call: fc.constantFrom(...CALLS),
  fault: fc.constantFrom<CallFault>('decline', 'fail', 'fail after', 'die', 'die before'),
  times: fc.constantFrom(undefined, 1, 2),
});
const death: fc.Arbitrary<Fault> = fc.record({ dieAfterMove: fc.nat(9) });
const fault = fc.oneof({ weight: 4, arbitrary: eventFault }, { weight: 2, arbitrary: callFault }, death);
/** A pair of faults, and in half of the sagas one that lets it compensate. */
const faults = fc
  .tuple(
    fault,
    fault,
    fc.option(fc.constantFrom<CallFault>('fail', 'fail after', 'decline')),
    fc.constantFrom(...NAMES),
  )
  .map(([one, other, way, call]): Fault[] => [...(way ? [{ call, fault: way }] : []), one, other]);

const APPS: Record<string, () => OrderChoreography & { readonly publisher?: lambda.IFunction }> = {
  'a saga': () => orderChoreography(),
  'a saga with a pivot': () => orderChoreography(() => ({}), ['SendReceipt']),
  'a saga over Kafka': () => kafkaChoreography(),
  'a saga of Express participants': () => orderChoreography(() => ({ stateMachineType: sfn.StateMachineType.EXPRESS })),
};
const SHARE = Math.ceil(RUNS / Object.keys(APPS).length);

test.each(Object.entries(APPS))(
  'any pair of faults leaves %s completed, compensated or in the queue',
  async (_, app) => {
    const order = app();
    const lists = fc.sample(faults, { numRuns: SHARE, seed: 32 });
    const statuses = new Set<unknown>();
    for (let first = 0; first < lists.length; first += AT_ONCE) {
      const sagas = new FaultySagas(order, order.publisher);
      await sagas.run(lists.slice(first, first + AT_ONCE));
      expect(sagas.problems()).toEqual([]);
      for (const status of sagas.statuses()) statuses.add(status);
    }
    expect([...statuses].sort()).toEqual(['COMPENSATED', 'COMPENSATION_FAILED', 'SUCCEEDED']);
  },
  3_600_000,
);
