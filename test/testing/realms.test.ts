import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { Rehearsal } from '../../src/testing';

/** A task behind a catcher that takes every error. */
const definition = {
  StartAt: 'Work',
  States: {
    Work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'f' },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      End: true,
    },
    Caught: { Type: 'Pass', End: true },
  },
};

test('an assertion of node:assert in a double fails the test, although jest has another Error than Node', async () => {
  const rehearsal = Rehearsal.ofDefinition(definition).mock('Work', () => assert.equal(1, 2));
  await expect(rehearsal.run()).rejects.toThrow(/1 == 2/);
});

test("an error of one of Node's own modules keeps its name and message", async () => {
  const rehearsal = Rehearsal.ofDefinition(definition).mock('Work', () => readFileSync('/no/such/file'));
  const [call] = (await rehearsal.run()).calls;
  expect(call.error?.error).toBe('Error');
  expect(JSON.parse(String(call.error?.cause)).errorMessage).toMatch(/^ENOENT/);
});

test('anything that a double throws is a failure of its task', async () => {
  for (const thrown of [Object.create(null), 'text', 5, undefined, Symbol('s')]) {
    const rehearsal = Rehearsal.ofDefinition(definition).mock('Work', () => {
      throw thrown;
    });
    expect((await rehearsal.run()).visited).toEqual(['Work', 'Caught']);
  }
});

test('fake timers do not stop the clock, whether they are there before the library or after', async () => {
  jest.useFakeTimers();
  try {
    let loadedLater: typeof Rehearsal | undefined;
    jest.isolateModules(() => {
      loadedLater = require('../../src/testing').Rehearsal;
    });
    expect((await loadedLater?.ofDefinition(definition).mock('Work', 1).run())?.status).toBe('SUCCEEDED');
    expect((await Rehearsal.ofDefinition(definition).mock('Work', 1).run()).status).toBe('SUCCEEDED');
  } finally {
    jest.useRealTimers();
  }
});
