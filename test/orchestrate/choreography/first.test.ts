import { orderChoreography, NAMES, rehearse } from './order-choreography';

test('goes well', async () => {
  const { app, saga, functions } = orderChoreography();
  const rehearsal = rehearse(app);
  const calls: string[] = [];
  for (const name of NAMES) {
    rehearsal.mock(functions[name].action, (payload: any) => { calls.push(name); return { id: name, got: Object.keys(payload.results) }; });
    rehearsal.mock(functions[name].compensation, (payload: any) => { calls.push(`undo ${name}`); return null; });
  }
  const start = await rehearsal.start(saga.stateMachine, { sagaId: 'o-1', input: { orderId: 'o-1' } });
  await rehearsal.advance(600_000);
  console.log(start.run.status, start.run.output, start.run.error, start.run.cause);
  for (const e of rehearsal.executions()) console.log(e.stateMachine, e.status, e.run.visited.join(' > '), e.run.error ?? '', e.run.cause ?? '');
  console.log(JSON.stringify(rehearsal.items(saga.table), null, 1), calls);
  console.log(rehearsal.events().map((e) => [e['detail-type'], JSON.stringify(e.detail)].join(' ')).join('\n'));
});

test('fails', async () => {
  const { app, saga, functions } = orderChoreography();
  const rehearsal = rehearse(app);
  const calls: string[] = [];
  for (const name of NAMES) {
    rehearsal.mock(functions[name].action, (payload: any) => { calls.push(name); if (name === 'ProcessPayment') throw Object.assign(new Error('no'), { name: 'Broken' }); return { id: name }; });
    rehearsal.mock(functions[name].compensation, (payload: any) => { calls.push(`undo ${name} ${JSON.stringify(payload.result)}`); if (name==='ReserveStock') throw new Error('never'); return null; });
  }
  await rehearsal.putEvents([{ source: 'cdk-workflows.saga', detailType: 'Saga Requested', detail: { saga: 'orders', sagaId: 'o-1', input: { orderId: 'o-1' } } }]);
  await rehearsal.advance(600_000);
  for (const e of rehearsal.executions()) console.log(e.stateMachine, e.status, e.run.visited.join(' > '), e.run.error ?? '', e.run.cause ?? '');
  console.log(JSON.stringify(rehearsal.items(saga.table), null, 1), calls);
  console.log(rehearsal.events().map((e) => [e['detail-type'], JSON.stringify(e.detail)].join(' ')).join('\n'));
  console.log(JSON.stringify(rehearsal.messages(saga.compensationFailureQueue!)));
});
