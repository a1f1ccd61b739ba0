import { jsonataMachine, machineOf } from '../machines';

const order = { customer: { firstName: 'Martha', lastName: 'Rivera' }, order: { items: 7, total: 27.91 } };

// https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html, "Input and Output"
test('JSONata: Output is the output', async () => {
  const rehearsal = jsonataMachine({
    P: {
      Type: 'Pass',
      Output: {
        lastName: "{% 'Last=>' & $states.input.customer.lastName %}",
        orderValue: '{% $states.input.order.total %}',
      },
    },
  });
  expect((await rehearsal.run(order)).output).toEqual({ lastName: 'Last=>Rivera', orderValue: 27.91 });
});

// Recorded: localstack outputdecl test_base_output_any_non_dict, 2024-11-20.
test.each([[null], [0], [0.1], [true], ['string literal'], [[]]])('JSONata: Output may be %j', async (output) => {
  expect((await jsonataMachine({ P: { Type: 'Pass', Output: output } }).run({ a: 1 })).output).toEqual(output);
});

test('JSONata: without Output the input goes through', async () => {
  expect((await jsonataMachine({ P: { Type: 'Pass' } }).run(order)).output).toEqual(order);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html
test('JSONPath: Result goes to ResultPath of the input', async () => {
  const rehearsal = machineOf({
    P: { Type: 'Pass', Result: { 'x-datum': 0.381018, 'y-datum': 622.2269926397355 }, ResultPath: '$.coords' },
  });
  expect((await rehearsal.run({ georefOf: 'Home' })).output).toEqual({
    georefOf: 'Home',
    coords: { 'x-datum': 0.381018, 'y-datum': 622.2269926397355 },
  });
});

test('JSONPath: Parameters make the result, InputPath chooses from the input', async () => {
  const rehearsal = machineOf({
    P: { Type: 'Pass', InputPath: '$.order', Parameters: { 'n.$': '$.items', fixed: '$.items' }, ResultPath: '$.made' },
  });
  expect((await rehearsal.run(order)).output).toEqual({ ...order, made: { n: 7, fixed: '$.items' } });
});

test.each([
  ['InputPath null is an empty object', { InputPath: null }, {}],
  ['ResultPath null keeps the input', { Result: 1, ResultPath: null }, order],
  ['OutputPath chooses', { OutputPath: '$.order.items' }, 7],
  ['OutputPath null is an empty object', { OutputPath: null }, {}],
])('JSONPath: %s', async (_title, fields, expected) => {
  expect((await machineOf({ P: { Type: 'Pass', ...fields } }).run(order)).output).toEqual(expected);
});

test('both languages in one machine pass output and variables on to each other', async () => {
  const rehearsal = machineOf({
    A: { Type: 'Pass', Assign: { 'n.$': '$.order.items' } },
    B: { Type: 'Pass', QueryLanguage: 'JSONata', Assign: { twice: '{% $n * 2 %}' }, Output: { n: '{% $n %}' } },
    C: { Type: 'Pass', Parameters: { 'n.$': '$.n', 'twice.$': '$twice' } },
  });
  expect((await rehearsal.run(order)).output).toEqual({ n: 7, twice: 14 });
});
