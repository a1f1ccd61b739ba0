import { App, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ChoreographedSaga, SagaStep, SagaTransport } from 'cdk-workflows';
import { Rehearsal } from 'cdk-workflows/testing';

/** What one saga without a controller takes. */
export interface ChoreographyCounts {
  readonly title: string;
  /** Of Standard participants. */
  readonly transitions: number;
  /** Executions of Express workflows, without those of the watcher. */
  readonly expressRequests: number;
  /** Seconds for which they wait for functions that take one each. */
  readonly expressSeconds: number;
  readonly events: number;
  /** Items of up to 1 KB; two of them in the index. */
  readonly writes: number;
}

const STEPS = ['CreateOrder', 'ProcessPayment', 'ReserveInventory', 'StartDelivery'];
const WRITING = /^(Record|Claim|Close) /;
const INDEX_WRITES = 2;

/** The saga of `constructs/saga.ts`, with Standard and with Express participants. */
export async function choreographyCounts(): Promise<ChoreographyCounts[]> {
  const counts: ChoreographyCounts[] = [];
  for (const express of [false, true]) {
    for (const failing of [undefined, 'ReserveInventory']) counts.push(await count(express, failing));
  }
  return counts;
}

async function count(express: boolean, failing?: string): Promise<ChoreographyCounts> {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const fn = (id: string) =>
    new lambda.Function(stack, id, {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => ({})'),
      timeout: Duration.seconds(3),
    });
  const functions = STEPS.map((name) => ({ name, action: fn(name), compensation: fn(`Undo${name}`) }));
  const bus = new events.EventBus(stack, 'Bus');
  const saga = new ChoreographedSaga(stack, 'Saga', {
    transport: SagaTransport.eventBridge({ bus }),
    steps: functions.map(({ name, ...calls }) =>
      SagaStep.invoke(name, { ...calls, compensationRetry: { attempts: 1 } }),
    ),
    stateMachineType: express ? sfn.StateMachineType.EXPRESS : undefined,
  });
  const rehearsal = Rehearsal.ofApp(app);
  let calls = 0;
  for (const { name, action, compensation } of functions) {
    for (const called of [action, compensation]) {
      rehearsal.mock(called, async (_: unknown, { sleep }: { sleep: (milliseconds: number) => Promise<void> }) => {
        calls++;
        await sleep(1000);
        if (name === failing && called === action) throw new Error('as asked');
        return {};
      });
    }
  }
  await rehearsal.start(saga.stateMachine, { sagaId: 'o-1', input: { orderId: 'o-1' } });
  await rehearsal.advance(60_000);
  const participants = Object.values(saga.participants).flatMap(({ stateMachine }) =>
    rehearsal.executions(stateMachine),
  );
  const executions = [
    ...rehearsal.executions(saga.stateMachine).map(({ run }) => ({ run, isExpress: true })),
    ...participants.map(({ run }) => ({ run, isExpress: express })),
  ];
  const [item] = rehearsal.items(saga.table);
  if (item.status !== (failing ? 'COMPENSATED' : 'SUCCEEDED')) throw new Error(`the saga ended as ${item.status}`);
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
  return {
    title: `${express ? 'Express' : 'Standard'} participants, ${failing ? 'step 3 fails' : 'all goes well'}`,
    transitions: sum(executions.filter(({ isExpress }) => !isExpress).map(({ run }) => run.transitions)),
    expressRequests: executions.filter(({ isExpress }) => isExpress).length,
    expressSeconds: express ? calls : 0,
    events: rehearsal.events(bus).length,
    writes: INDEX_WRITES + sum(executions.map(({ run }) => run.visited.filter((state) => WRITING.test(state)).length)),
  };
}
