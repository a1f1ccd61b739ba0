import * as fc from 'fast-check';
import { mermaidOf } from '../../src/observe/mermaid';
import { NESTED, oneTaskNamed, TWO_STEPS, task } from './definitions';

function arrowsIn(chart: string): string[] {
  return chart.split('\n').flatMap((line) => (/-->|-\.->/.test(line) ? [line.trim()] : []));
}

function markedIn(chart: string): string[] {
  const numbers = /linkStyle (?<numbers>[\d,]+) stroke-width/.exec(chart)?.groups?.numbers.split(',') ?? [];
  return numbers.map((number) => arrowsIn(chart)[Number(number)]);
}

test('draws the way forward solid, the way after an error dotted, and what only errors lead to in other colours', () => {
  expect(mermaidOf(TWO_STEPS)).toBe(`flowchart TD
  group0start((" ")):::dot
  state0["Book"]
  state1["Pay"]
  state2["Refund"]
  state3["Report"]
  state4["Unbook"]
  state5(["Undone"])
  group0end((" ")):::dot
  group0start --> state0
  state0 --> state1
  state0 -.-> state4
  state1 -.->|"CardDeclined"| state4
  state1 -.-> state2
  state2 --> state4
  state2 -.-> state3
  state3 -->|"also after any error"| state4
  state4 --> state5
  state1 --> group0end
  classDef dot fill:#5b6673,stroke:#5b6673
  classDef forward fill:#e7f0fa,stroke:#2a6db0,color:#10314f
  class state0,state1 forward
  classDef caught fill:#fdf0d5,stroke:#b9770e,color:#4d3203
  class state2,state4 caught
  classDef caughtAgain fill:#efeaf6,stroke:#7a5ca6,color:#352152
  class state3 caughtAgain
  classDef failed fill:#fbe4e4,stroke:#bb3434,color:#551212
  class state5 failed
`);
});

test('puts the states of a Parallel and a Map into boxes of their own', () => {
  const chart = mermaidOf(NESTED);
  expect(chart).toContain(`  subgraph state0["Fulfil"]
    subgraph group1["#32;"]
      group1start((" ")):::dot
      state1["Pack"]
      group1end((" ")):::dot
    end
    subgraph group2["#32;"]
      group2start((" ")):::dot
      subgraph state2["Each item"]
        group3start((" ")):::dot
        state3["Weigh"]
        group3end((" ")):::dot
      end
      state4(["Weighed"])
    end
  end
`);
  expect(chart.match(/^ *subgraph /gm)).toHaveLength(chart.match(/^ *end$/gm)?.length ?? 0);
});

test('gives each type of state its shape, and says what a choice depends on', () => {
  const chart = mermaidOf(NESTED);
  expect(chart).toContain('{"Arrived#63;"}');
  expect(chart).toContain('[/"A day"/]');
  expect(chart).toContain('("Notify")');
  expect(chart).toContain('|"#36;states.input.arrived"|');
  expect(chart).toContain('|"otherwise"|');
});

test('marks a path: its arrows by their place in the text, the states beside it as faded', () => {
  const chart = mermaidOf(TWO_STEPS, { path: ['Book', 'Pay', 'Unbook', 'Undone'] });
  expect(markedIn(chart)).toEqual(['state0 --> state1', 'state1 -.->|"CardDeclined"| state4', 'state4 --> state5']);
  expect(chart).toContain('class state2,state3 off');
});

test('keeps the numbers of marked arrows right behind nested groups', () => {
  const chart = mermaidOf(NESTED, { path: ['Each item', 'Weighed', 'Arrived?', 'Done'] });
  expect(markedIn(chart)).toEqual(['state2 --> state4', expect.stringContaining('arrived')]);
});

describe('labels', () => {
  const labelOf = (name: string) =>
    /^ {2}state0\["(?<label>.*)"\]$/m.exec(mermaidOf(oneTaskNamed(name)))?.groups?.label;

  test.each([
    ['Charge card, then wait: e.g. twice', 'Charge card, then wait: e.g. twice'],
    ['1. Charge', '1#46; Charge'],
    ['- Charge', '#45; Charge'],
    ['    Charge', '#32;#32;#32;#32;Charge'],
    ['"Charge" & <b>refund</b>', '#34;Charge#34; #38; #60;b#62;refund#60;#47;b#62;'],
    ['Straße 東京 é', 'Straße 東京 é'],
    ['#35;', '#35;35#59;'],
    ['a\nb', 'a#10;b'],
  ])('%j is written as %j', (name, label) => {
    expect(labelOf(name)).toBe(label);
  });

  test('say just the name, whatever it is, in characters that mean nothing to Mermaid', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }), (name) => {
        const label = labelOf(name) ?? '';
        expect(label.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))).toBe(name);
        expect(label.replace(/#\d+;/g, '')).toMatch(/^[\p{L}\p{N} .,:…-]*$/u);
      }),
    );
  });

  test('are cut where a condition is as long as a program', () => {
    const chart = mermaidOf({
      StartAt: 'Choose',
      States: {
        Choose: { Type: 'Choice', Choices: [{ Condition: `{% ${'x'.repeat(900)} %}`, Next: 'Go' }] },
        Go: task({ End: true }),
      },
    });
    expect(chart).toContain(`|"${'x'.repeat(47)}…"|`);
  });
});
