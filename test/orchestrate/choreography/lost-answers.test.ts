import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { RehearsedApp } from '../../../src/testing/app/rehearsed-app';
import { ServiceError } from '../../../src/testing/integrations/service-error';
import { type Fault, FaultySagas } from './faulty-sagas';
import { orderChoreography } from './order-choreography';

const { STANDARD, EXPRESS } = sfn.StateMachineType;

const WAYS: Record<string, Fault[]> = {
  'goes well': [],
  'is undone': [{ call: 'SendReceipt', fault: 'fail after' }],
  'dies in a step': [{ call: 'ProcessPayment', fault: 'die' }],
  'cannot be undone': [
    { call: 'SendReceipt', fault: 'fail after' },
    { call: 'UndoReserveStock', fault: 'fail' },
  ],
};
const MOST_WRITES = 26;

describe.each([STANDARD, EXPRESS])('%s participants', (stateMachineType) => {
  test.each(Object.entries(WAYS))('no answer to any one write may come, in a saga that %s', async (_, way) => {
    const sagas = new FaultySagas(orderChoreography(() => ({ stateMachineType })));
    const { app } = sagas.rehearsal as unknown as { app: RehearsedApp };
    const writes = new Map<string, number>();
    let lost = 0;
    app.services.tables.changes.add(({ after }) => {
      const id = String(after?.sagaId?.S);
      const ordinal = writes.get(id) ?? 0;
      writes.set(id, ordinal + 1);
      if (id !== `o-${ordinal}`) return;
      lost++;
      // The item has changed, and the task fails.
      throw new ServiceError('InternalServerError', 'Nobody knows.', { status: 500 });
    });
    await sagas.run(Array.from({ length: MOST_WRITES }, () => way));
    expect(sagas.problems()).toEqual([]);
    // Of the start, of claim and record of each step, and of the close.
    expect(lost).toBeGreaterThanOrEqual(10);
  });
});
