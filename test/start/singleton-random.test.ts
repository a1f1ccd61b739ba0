import { Duration } from 'aws-cdk-lib';
import fc from 'fast-check';
import jsonata from 'jsonata';
import type { RehearsalExecution } from '../../src/testing';
import { definitionIn } from '../template';
import { insideOf, SingletonRehearsal, singletonApp } from './singleton-app';

/** An execution as somebody starts it, and what becomes of it. */
interface Start {
  /** Seconds after the one before. */
  readonly after: number;
  readonly seconds: number;
  readonly fate: 'ends' | 'fails' | 'dies' | 'is stopped' | 'times out';
  /** When it is stopped, in seconds after its start. */
  readonly stopped: number;
}

const anyStart: fc.Arbitrary<Start> = fc.record({
  after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 })),
  seconds: fc.integer({ min: 0, max: 100 }),
  fate: fc.constantFrom('ends', 'ends', 'fails', 'dies', 'is stopped', 'times out'),
  stopped: fc.integer({ min: 0, max: 100 }),
});

const timeout = Duration.minutes(3);

/** How long Step Functions takes to tell how an execution does, and what it has heard by then. */
interface Telling {
  readonly milliseconds: number;
  /** Whether it tells what was true when it was asked, or when it answers. */
  readonly stale: boolean;
}

const anyTelling = fc.record({ milliseconds: fc.constantFrom(0, 0, 10, 5000), stale: fc.boolean() });

async function play(starts: readonly Start[], tellings: readonly Telling[]) {
  const built = singletonApp({ timeout });
  const singleton = new SingletonRehearsal(built);
  const { rehearsal } = singleton;
  let told = 0;
  rehearsal.mock('Lock: look at holder', async ({ ExecutionArn }: { ExecutionArn: string }, { sleep }) => {
    const { milliseconds, stale } = tellings[told++ % tellings.length];
    const status = () => rehearsal.executions().find(({ arn }) => arn === ExecutionArn)?.status;
    const before = status();
    await sleep(milliseconds);
    return { Status: stale ? before : status() };
  });
  const executions: RehearsalExecution[] = [];
  const stops: { readonly at: number; readonly execution: RehearsalExecution }[] = [];
  let now = 0;
  const passTo = async (moment: number) => {
    for (const { at, execution } of [...stops].sort((one, other) => one.at - other.at)) {
      if (at < now || at > moment) continue;
      await singleton.pass(at - now);
      now = at;
      if (execution.status === 'RUNNING') await execution.stop();
    }
    await singleton.pass(moment - now);
    now = moment;
  };
  // Those with no time between them begin together, so that their calls come in any order.
  for (let index = 0; index < starts.length; ) {
    await passTo(now + starts[index].after);
    let last = index + 1;
    while (last < starts.length && starts[last].after === 0) last++;
    const together = starts.slice(index, last);
    const begun = await Promise.all(
      together.map(({ seconds, fate }, place) =>
        singleton.start(`execution-${index + place}`, {
          seconds: fate === 'times out' ? 10_000 : seconds,
          ...(fate === 'fails' ? { fail: true } : fate === 'dies' ? { die: true } : {}),
        }),
      ),
    );
    executions.push(...begun);
    together.forEach(({ fate, stopped }, place) => {
      if (fate === 'is stopped') stops.push({ at: now + stopped, execution: begun[place] });
    });
    index = last;
  }
  await passTo(now + 300);
  return { singleton, executions };
}

test('never are two in the definition at one time, and nobody is kept out for ever', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStart, { minLength: 2, maxLength: 8 }),
      fc.array(anyTelling, { minLength: 1, maxLength: 4 }),
      async (starts, tellings) => {
        const { singleton, executions } = await play(starts, tellings);
        const inside = executions.flatMap((execution) => insideOf(execution) ?? []).sort((a, b) => a.from - b.from);
        for (const [index, { from }] of inside.entries()) {
          if (index > 0) expect(from).toBeGreaterThanOrEqual(inside[index - 1].to);
        }
        // Somebody always gets in, and who does not says so.
        expect(inside.length).toBeGreaterThan(0);
        for (const execution of executions) {
          expect(execution.status).not.toBe('RUNNING');
          if (!insideOf(execution) && execution.status !== 'ABORTED') {
            expect(execution.run).toMatchObject({ status: 'SUCCEEDED', output: { skipped: true } });
          }
        }
        expect(await singleton.isFree()).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);

test('no expression around the definition can fail, whatever there is to read', async () => {
  const { stack } = singletonApp();
  const { States } = definitionIn(stack);
  const expressions = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') {
      const [, text] = /^\{%(.*)%\}$/s.exec(value) ?? [];
      if (text) expressions.add(text);
    } else if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(collect);
    }
  };
  for (const { Branches: _users, ...state } of Object.values(States)) collect(state);
  expect(expressions.size).toBeGreaterThan(15);
  const text = fc.oneof(fc.constant(''), fc.string({ unit: 'binary' }));
  const item = fc.option(
    fc.record(
      {
        holder: fc.record({ S: text }),
        since: fc.record({ N: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) }),
      },
      { requiredKeys: [] },
    ),
    { nil: undefined },
  );
  const anyStates = fc.record({
    input: fc.record({ holder: text, since: fc.double({ noNaN: true }), status: text, error: text, cause: text }),
    answer: fc.record({ Item: item, Status: text }, { requiredKeys: ['Status'] }),
    branches: fc.array(fc.jsonValue(), { minLength: 1, maxLength: 1 }),
    errorOutput: fc.oneof(
      fc.record({ Error: fc.jsonValue(), Cause: fc.jsonValue() }, { requiredKeys: [] }),
      fc.constant({ Error: null, Cause: null }),
    ),
    context: fc.record({
      Execution: fc.record({
        Id: fc.constant('arn:aws:states:us-east-1:111122223333:execution:Import:one'),
        Name: fc.constant('one'),
        Input: fc.jsonValue(),
      }),
    }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...expressions),
      anyStates,
      async (expression, { answer, branches, ...others }) => {
        const states = { ...others, result: expression.includes('$states.result[') ? branches : answer };
        expect(await jsonata(expression).evaluate({}, { states })).not.toBeUndefined();
      },
    ),
    { numRuns: 2000 },
  );
}, 60_000);
