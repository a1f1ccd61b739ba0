import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Json, RehearsalError } from '../../../../src/testing';
import { inputVariable } from '../../../../src/testing/app/rest-api/input-variable';
import { utilVariable } from '../../../../src/testing/app/rest-api/util-variable';
import { render } from '../../../../src/testing/app/rest-api/velocity/render';
import { fromJson, type JavaMap, type Value } from '../../../../src/testing/app/rest-api/velocity/values';

interface Given {
  readonly body?: string;
  readonly params?: Readonly<Record<string, Json>>;
  readonly variables?: Readonly<Record<string, Json>>;
}

/**
 * What Apache Velocity 2.3 answered, null where it threw, and then what Velocity 1.7 did if that was something else. With
 * the functions of API Gateway on commons-lang 2.6, json-path 2.9 with json-smart 2.5, and Java 17.
 */
type Case = readonly [given: string, template: string, newer: string | null, older?: string | null];

const recorded = JSON.parse(readFileSync(join(__dirname, 'velocity-cases.json'), 'utf8')) as {
  readonly given: Readonly<Record<string, Given>>;
  readonly cases: readonly Case[];
  /** What both engines can do and a rehearsal refuses, see the page on testing. */
  readonly refused: readonly string[];
};

function rendered(template: string, { body = '', params = {}, variables = {} }: Given): string {
  const places = ['path', 'querystring', 'header'];
  const parameters = new Map(places.map((place) => [place, fromJson(params[place] ?? {}) as JavaMap]));
  return render(
    template,
    new Map<string, Value>([
      ...(fromJson(variables) as JavaMap),
      ['input', inputVariable(body, parameters)],
      ['util', utilVariable],
    ]),
  );
}

const bare = (text: string | null) => text?.replace(/\s/g, '');
const rows = recorded.cases.map(([given, template, newer, older]) => {
  const one = { given, template, newer, older: older === undefined ? newer : older };
  const [agree, near] = [one.newer === one.older, bare(one.newer) === bare(one.older)];
  return {
    ...one,
    kind: recorded.refused.includes(template) ? 'refused' : agree ? 'agreed' : near ? 'near' : 'disputed',
  };
});
const of = (kind: string) => rows.filter((row) => row.kind === kind);

test.each(of('agreed'))('$given: $template gives $newer', ({ given, template, newer }) => {
  const ours = () => rendered(template, recorded.given[given]);
  if (newer === null) {
    expect(ours).toThrow();
  } else {
    expect(ours()).toBe(newer);
  }
});

test.each(of('near'))('$given: $template is as one of the versions has it', ({ given, template, newer, older }) => {
  expect([newer, older]).toContain(rendered(template, recorded.given[given]));
});

test.each(of('disputed'))('$given: $template is refused, for the versions do not agree', ({ given, template }) => {
  expect(() => rendered(template, recorded.given[given])).toThrow(RehearsalError);
});

test.each(of('refused'))('$given: $template is refused, for it is not rehearsed', ({ given, template }) => {
  expect(() => rendered(template, recorded.given[given])).toThrow(RehearsalError);
});

test('hundreds of answers of the real engine are compared', () => {
  expect(of('agreed').length).toBeGreaterThan(800);
  expect(new Set(recorded.refused).size).toBeLessThan(75);
});
