import { type Diagram, type DiagramState, diagramOf } from '../../src/observe/diagram';
import { NESTED, oneTaskNamed, TWO_STEPS, task } from './definitions';

function state({ states }: { readonly states: readonly DiagramState[] }, name: string): DiagramState {
  return states.find((one) => one.name === name) as DiagramState;
}

function arrows({ states, edges }: Diagram, property: 'reasons' | 'onPath'): unknown[][] {
  const nameOf = (id: string) => states.find((one) => one.id === id)?.name;
  return edges.map((edge) => [nameOf(edge.from), nameOf(edge.to), edge.kind, edge[property]]);
}

test('counts the errors that lead to a state', () => {
  const { states } = diagramOf(TWO_STEPS);
  expect(Object.fromEntries(states.map(({ name, failures }) => [name, failures]))).toEqual({
    Book: 0,
    Pay: 0,
    Refund: 1,
    Unbook: 1,
    Undone: 1,
    Report: 2,
  });
});

test('a state that a choice leads to without an error is on the way forward, though a catcher leads there too', () => {
  expect(state(diagramOf(NESTED), 'Notify').failures).toBe(0);
});

test('draws one arrow between two states, with the reasons that make a difference', () => {
  expect(arrows(diagramOf(TWO_STEPS), 'reasons')).toEqual([
    ['Book', 'Pay', 'next', []],
    ['Book', 'Unbook', 'catch', []],
    ['Pay', 'Unbook', 'catch', ['CardDeclined']],
    ['Pay', 'Refund', 'catch', []],
    ['Refund', 'Unbook', 'next', []],
    ['Refund', 'Report', 'catch', []],
    ['Report', 'Unbook', 'next', ['also after any error']],
    ['Unbook', 'Undone', 'next', []],
  ]);
});

test('lists the reasons of an arrow in the order in which they are looked at', () => {
  const diagram = diagramOf({
    StartAt: 'Pay',
    States: {
      Pay: task({
        Next: 'Done',
        Catch: [
          { ErrorEquals: ['TooBig', 'TooSmall'], Next: 'Failed' },
          { ErrorEquals: ['Harmless'], Next: 'Done' },
          { ErrorEquals: ['States.ALL'], Next: 'Failed' },
        ],
      }),
      Done: { Type: 'Succeed' },
      Failed: { Type: 'Fail' },
    },
  });
  expect(arrows(diagram, 'reasons')).toEqual([
    ['Pay', 'Done', 'next', ['also after Harmless']],
    ['Pay', 'Failed', 'catch', ['TooBig, TooSmall', 'any error']],
  ]);
});

test('knows where each group starts and which states end it', () => {
  const diagram = diagramOf(NESTED);
  const [packing, weighing] = state(diagram, 'Fulfil').groups;
  expect(diagram.start).toBe(state(diagram, 'Fulfil').id);
  expect([packing.states, weighing.states].map((states) => states.map(({ name, ends }) => [name, ends]))).toEqual([
    [['Pack', true]],
    [
      ['Each item', false],
      ['Weighed', true],
    ],
  ]);
  expect(state(diagram, 'Lost').ends).toBe(false);
  expect(state(weighing, 'Each item').groups.map(({ states }) => states[0].name)).toEqual(['Weigh']);
});

test('gives every state, arrow and group an id of its own, through all levels', () => {
  const ids: string[] = [];
  const collect = (group: Diagram | DiagramState['groups'][number]): void => {
    ids.push(group.id, ...group.edges.map(({ id }) => id));
    for (const one of group.states) {
      ids.push(one.id);
      one.groups.forEach(collect);
    }
  };
  collect(diagramOf(NESTED));
  expect(ids).toHaveLength(4 + 10 + 8);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z]+\d+$/.test(id))).toEqual([]);
});

test('marks the states of a path and the arrows between them, and no other arrow between those states', () => {
  const diagram = diagramOf(TWO_STEPS, { path: ['Book', 'Pay', 'Unbook', 'Undone'] });
  expect(diagram.states.filter(({ onPath }) => onPath).map(({ name }) => name)).toEqual([
    'Book',
    'Pay',
    'Unbook',
    'Undone',
  ]);
  expect(arrows(diagram, 'onPath').filter(([, , , onPath]) => onPath)).toEqual([
    ['Book', 'Pay', 'next', true],
    ['Pay', 'Unbook', 'catch', true],
    ['Unbook', 'Undone', 'next', true],
  ]);
});

test('shows no path unless asked to', () => {
  expect(diagramOf(oneTaskNamed('Book')).showsPath).toBe(false);
  expect(diagramOf(oneTaskNamed('Book'), { path: [] }).showsPath).toBe(true);
});
