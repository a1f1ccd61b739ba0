import type { Definition } from '../../src/asl/definition';
import { walkStates } from '../../src/asl/walk';

const nested: Definition = {
  StartAt: 'P',
  States: {
    P: {
      Type: 'Parallel',
      Next: 'Last',
      Branches: [
        {
          StartAt: 'M',
          States: {
            M: {
              Type: 'Map',
              End: true,
              ItemProcessor: { StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } },
            },
          },
        },
        { StartAt: 'B', States: { B: { Type: 'Pass', End: true, QueryLanguage: 'JSONata' } } },
      ],
    },
    Last: { Type: 'Succeed' },
  },
};

test('nested states follow the state that holds them, with scope and language', () => {
  const seen = [...walkStates(nested)].map(({ name, scope, queryLanguage }) => [name, scope, queryLanguage]);
  expect(seen).toEqual([
    ['P', [], 'JSONPath'],
    ['M', ['P[0]'], 'JSONPath'],
    ['Inner', ['P[0]', 'M[]'], 'JSONPath'],
    ['B', ['P[1]'], 'JSONata'],
    ['Last', [], 'JSONPath'],
  ]);
});

test("the machine's language is the default of its states", () => {
  const definition: Definition = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Succeed' } } };
  expect([...walkStates(definition)].map((visited) => visited.queryLanguage)).toEqual(['JSONata']);
});

test('the language is JSONPath when nobody says anything, and a JSONata Map does not pass its own on', () => {
  const definition: Definition = {
    StartAt: 'M',
    States: {
      M: {
        Type: 'Map',
        QueryLanguage: 'JSONata',
        End: true,
        Iterator: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } },
      },
    },
  };
  expect([...walkStates(definition)].map((visited) => visited.queryLanguage)).toEqual(['JSONata', 'JSONPath']);
});
