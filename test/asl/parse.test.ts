import { parseDefinition } from '../../src/asl/parse';

const pass = { Type: 'Pass', End: true };
const parse = (definition: unknown) => () => parseDefinition(JSON.stringify(definition));

test('a definition comes back as data', () => {
  const definition = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } } };
  expect(parse(definition)()).toEqual(definition);
});

test.each([
  ['no state at all', { StartAt: 'A', States: {} }, 'definition has no States'],
  ['no States', { StartAt: 'A' }, 'definition has no States'],
  ['not an object', [1], 'definition must be an object with StartAt and States'],
  ['no StartAt', { States: { A: pass } }, 'definition has no StartAt'],
  ['unknown StartAt', { StartAt: 'X', States: { A: pass } }, "StartAt 'X' is not one of its states: A"],
  // Names of Object.prototype must not count as states.
  ['inherited StartAt', { StartAt: 'toString', States: { A: pass } }, "StartAt 'toString' is not one"],
  ['no Type', { StartAt: 'A', States: { A: { End: true } } }, "state 'A' has no Type"],
  ['null as state', { StartAt: 'A', States: { A: null } }, "state 'A' has no Type"],
  ['unknown Type', { StartAt: 'A', States: { A: { Type: 'Taks' } } }, 'state \'A\' has the unknown Type "Taks"'],
  ['a dead end', { StartAt: 'A', States: { A: { Type: 'Pass' } } }, "state 'A' has neither Next nor End"],
  [
    'unknown Next',
    { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } },
    "state 'A': its next target 'B' does not exist",
  ],
  [
    'unknown catch target',
    { StartAt: 'A', States: { A: { ...pass, Type: 'Task', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] } } },
    "state 'A': its catch target 'B' does not exist",
  ],
  [
    'unknown choice target',
    { StartAt: 'A', States: { A: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'B' }] } } },
    "state 'A': its choice target 'B' does not exist",
  ],
  [
    'unknown default',
    { StartAt: 'A', States: { A: { Type: 'Choice', Choices: [], Default: 'B' } } },
    "state 'A': its default target 'B' does not exist",
  ],
  [
    'a branch that leaves its group',
    {
      StartAt: 'P',
      States: {
        P: { Type: 'Parallel', End: true, Branches: [{ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'P' } } }] },
      },
    },
    "state 'A': its next target 'P' does not exist; states beside it: A",
  ],
  [
    'a fault in a Map',
    { StartAt: 'M', States: { M: { ...pass, Type: 'Map', ItemProcessor: { StartAt: 'A', States: {} } } } },
    'M[] has no States',
  ],
  [
    'a fault in the old spelling of a Map',
    { StartAt: 'M', States: { M: { ...pass, Type: 'Map', Iterator: { States: { A: pass } } } } },
    'M[] has no StartAt',
  ],
  [
    'one name in two groups',
    {
      StartAt: 'A',
      States: {
        A: { Type: 'Parallel', End: true, Branches: [{ StartAt: 'A', States: { A: pass } }] },
      },
    },
    "A[0]: state name 'A' is used twice",
  ],
  // Recorded: localstack test_sfn_api_validation; CDK renders such machines without complaint.
  [
    'a JSONPath state in a JSONata machine',
    { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { ...pass, QueryLanguage: 'JSONPath' } } },
    "state 'A': 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
  ],
])('refused: %s', (_title, definition, message) => {
  expect(parse(definition)).toThrow(message);
});

test('text that is not JSON is refused', () => {
  expect(() => parseDefinition('{')).toThrow('definition is not JSON');
});
