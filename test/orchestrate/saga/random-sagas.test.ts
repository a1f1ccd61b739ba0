import { App } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { always, type Fault, NOT_APPLIED } from './saga-model';
import { type ProvedStep, prove, STEP_KINDS, sagaOf } from './saga-proof';

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    { kind: 'error', name: 'Broken' },
    { kind: 'error', name: NOT_APPLIED },
    { kind: 'error', name: 'States.TaskFailed' },
    { kind: 'timeout' },
    always,
  ),
  fc.record({ kind: fc.constant('transient' as const), times: fc.integer({ min: 1, max: 3 }) }),
);

const step = (index: number): fc.Arbitrary<ProvedStep> =>
  fc.record({
    name: fc.constant(`Step ${index}`),
    kind: fc.oneof(
      { weight: 3, arbitrary: fc.constant('invoke' as const) },
      { weight: 2, arbitrary: fc.constantFrom(...STEP_KINDS) },
    ),
    compensated: fc.boolean(),
    compensateOnFailure: fc.oneof(
      { weight: 3, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    notApplied: fc.boolean(),
    retries: fc.integer({ min: 0, max: 2 }),
    compensationRetries: fc.integer({ min: 0, max: 2 }),
    afterPivot: fc.constant(false),
  });

const saga = fc
  .integer({ min: 1, max: 7 })
  .chain((length) =>
    fc.record({
      steps: fc.tuple(...Array.from({ length }, (_, index) => step(index))),
      pivot: fc.integer({ min: 0, max: length + 2 }),
    }),
  )
  .map(({ steps, pivot }) => steps.map((each, index) => ({ ...each, afterPivot: index >= pivot })));

const scenarioOf = (steps: readonly ProvedStep[]) =>
  fc.record({
    // As it travels: JSON has no negative zero.
    input: fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value))),
    // Any number of actions may be broken; the first to be reached decides.
    actions: faultsOf(steps, 1),
    compensations: faultsOf(steps, 2),
  });

const faultsOf = (steps: readonly ProvedStep[], weight: number) =>
  fc.record(
    Object.fromEntries(
      steps.map(({ name }) => [
        name,
        fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight, arbitrary: fault }),
      ]),
    ),
  );

const EXECUTIONS_PER_SAGA = 5;

test('any saga in any trouble does what the model says', async () => {
  let executions = 0;
  await fc.assert(
    fc.asyncProperty(
      saga.chain((steps) =>
        fc.tuple(
          fc.constant(steps),
          fc.array(scenarioOf(steps), { minLength: EXECUTIONS_PER_SAGA, maxLength: EXECUTIONS_PER_SAGA }),
        ),
      ),
      async ([steps, scenarios]) => {
        const made = sagaOf(new App(), 'Stack', steps);
        for (const scenario of scenarios) {
          await prove(made, steps, scenario);
          executions++;
        }
      },
    ),
    { numRuns: 250 },
  );
  expect(executions).toBeGreaterThanOrEqual(1000);
}, 120_000);
