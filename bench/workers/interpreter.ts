import { Rehearsal } from 'cdk-workflows/testing';
import { buildApp } from '../build-app';
import { moduleOf } from '../sides';

// node interpreter.js <executions>: executions a second of a saga of three steps.
const executions = Number(process.argv[2]);

async function main(): Promise<void> {
  const { workflows } = buildApp(moduleOf('saga', 'ours'), { count: 1, size: 3, alarms: false });
  const [{ construct }] = workflows;
  const rehearsal = Rehearsal.of(construct);
  for (const step of ['Step0', 'Step1', 'Step2']) rehearsal.mock(step, { id: step });
  const run = async (times: number) => {
    for (let n = 0; n < times; n++) await rehearsal.run({ orderId: `o-${n}` });
  };
  await run(executions / 10);
  const begin = performance.now();
  await run(executions);
  console.log(JSON.stringify((executions / (performance.now() - begin)) * 1000));
}

void main();
