import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { dotOf } from '../../src/observe/dot';
import { NESTED, oneTaskNamed, TWO_STEPS, task } from './definitions';

/** The picture that Graphviz makes of it: the kept layout library is an ES module, which Jest does not load. */
function pictureOf(dot: string): string {
  const script = `import { Graphviz } from '@hpcc-js/wasm-graphviz';
    import { readFileSync } from 'node:fs';
    console.log((await Graphviz.load()).layout(readFileSync(0, 'utf8'), 'svg', 'dot'));`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(__dirname, '..', '..'),
    input: dot,
    encoding: 'utf8',
  });
}

function textsIn(svg: string): string[] {
  const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return [...svg.matchAll(/<text [^>]*>(?<text>[^<]*)<\/text>/g)].map((match) =>
    (match.groups?.text ?? '').replace(/&(?:#(\d+)|(\w+));/g, (_, code, name) =>
      code === undefined ? characters[name] : String.fromCodePoint(Number(code)),
    ),
  );
}

/** Position of a state's text, from the upper left corner. */
function positionOf(svg: string, text: string): { x: number; y: number } {
  const found = new RegExp(`<text [^>]*x="(?<x>[-\\d.]+)" y="(?<y>[-\\d.]+)"[^>]*>${text}</text>`).exec(svg)?.groups;
  return { x: Number(found?.x), y: Number(found?.y) };
}

test('draws steps down on the left, and beside each what undoes it, coming up', () => {
  const svg = pictureOf(dotOf(TWO_STEPS));
  const [book, pay, refund, unbook, report, undone] = ['Book', 'Pay', 'Refund', 'Unbook', 'Report', 'Undone'].map(
    (name) => positionOf(svg, name),
  );
  expect([book.y, pay.y]).toEqual([unbook.y, refund.y]);
  expect(report.y).toBe(pay.y);
  expect(book.y).toBeLessThan(pay.y);
  expect(undone.y).toBeLessThan(book.y);
  expect(book.x).toBeLessThan(unbook.x);
  expect(pay.x).toBeLessThan(refund.x);
  expect(refund.x).toBeLessThan(report.x);
});

test('lets an error handler that leads down stand beside the first state it is for', () => {
  const svg = pictureOf(
    dotOf({
      StartAt: 'First',
      States: {
        First: task({ Next: 'Second', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Notify' }] }),
        Second: task({ End: true, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Notify' }] }),
        Notify: task({ Next: 'Failed' }),
        Failed: { Type: 'Fail' },
      },
    }),
  );
  const [first, notify, failed] = ['First', 'Notify', 'Failed'].map((name) => positionOf(svg, name));
  expect(notify.y).toBe(first.y);
  expect(failed.y).toBeGreaterThan(notify.y);
});

test('draws a Parallel and a Map around their states, and arrows up to their borders', () => {
  const svg = pictureOf(dotOf(NESTED));
  expect(textsIn(svg)).toEqual(
    expect.arrayContaining(['Fulfil', 'Pack', 'Each item', 'Weigh', 'Weighed', ' otherwise ']),
  );
  expect(svg.match(/class="cluster"/g)).toHaveLength(2);
  expect(positionOf(svg, 'Arrived\\?').y).toBeGreaterThan(positionOf(svg, 'Weighed').y);
  expect(dotOf(NESTED)).toMatch(/state0end -> state7 \[.*ltail="cluster_state0"/);
});

test('keeps the order of the way forward where a Parallel is part of it', () => {
  const toNotify = [{ ErrorEquals: ['States.ALL'], Next: 'Notify' }];
  const { Fulfil, Done } = NESTED.States;
  const svg = pictureOf(
    dotOf({
      StartAt: 'First',
      States: {
        First: task({ Next: 'Second', Catch: toNotify }),
        Second: { Type: 'Choice', Choices: [{ Condition: '{% $big %}', Next: 'Fulfil' }], Default: 'Done' },
        Fulfil: { ...Fulfil, Next: 'Done', Catch: toNotify },
        Notify: task({ Next: 'Lost' }),
        Lost: { Type: 'Fail' },
        Done,
      },
    }),
  );
  const heights = ['First', 'Second', 'Fulfil', 'Each item', 'Weigh', 'Weighed', 'Done'].map(
    (name) => positionOf(svg, name).y,
  );
  expect(heights).toEqual([...heights].sort((a, b) => a - b));
  expect(positionOf(svg, 'Notify').y).toBe(positionOf(svg, 'First').y);
});

test('carries ids of states and arrows into the picture', () => {
  const svg = pictureOf(dotOf(TWO_STEPS));
  expect(svg).toMatch(/<g id="state0" class="node">/);
  expect(svg).toMatch(/<g id="way0" class="edge">/);
});

test('draws the way after an error dashed', () => {
  expect(dotOf(TWO_STEPS)).toMatch(/state0 -> state1 \[id="way0"\]/);
  expect(dotOf(TWO_STEPS)).toMatch(/state0 -> state4 \[id="way1", style="dashed", constraint="false"\]/);
});

test('marks a path, and lets the rest step back', () => {
  const dot = dotOf(TWO_STEPS, { path: ['Book', 'Pay'] });
  expect(dot).toMatch(/state0 \[id="state0", label="Book", color="#2a6db0", .*penwidth="3.2"/);
  expect(dot).toMatch(/state0 -> state1 \[id="way0", penwidth="3.2"\]/);
  expect(dot).toMatch(/state2 \[id="state2", label="Refund", color="#b9770e55"/);
  expect(dot).toMatch(/id="way1", style="dashed", color="#5b667355"/);
});

describe('names', () => {
  const LABEL = /^ {2}state0 \[id="state0", label="(?<label>(?:[^"\\]|\\.)*)", color="#2a6db0"/m;

  test('cannot break out of their label, and are shown as they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }), (name) => {
        const label = LABEL.exec(dotOf(oneTaskNamed(name)))?.groups?.label ?? '';
        const shown = label.replace(/\\(.)/g, '$1').replace(/&amp;/g, '&');
        expect(shown).toBe(name.replace(/\p{Cc}/gu, ' '));
      }),
    );
  });

  test('come out of Graphviz as they went in', () => {
    const names = [
      'say "hi"',
      'back\\slash\\',
      '\\N \\G \\n',
      'A &lt; B & C',
      '<b>bold</b>',
      '{a|b}',
      'Straße 東京',
      '%#;',
    ];
    const states = names.map((name, index) => [name, task(index < 7 ? { Next: names[index + 1] } : { End: true })]);
    const svg = pictureOf(dotOf({ StartAt: names[0], States: Object.fromEntries(states) }));
    expect(textsIn(svg)).toEqual(names);
  });
});
