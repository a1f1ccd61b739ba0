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
const agreed = recorded.cases.filter((row) => row.length === 3 && !recorded.refused.includes(row[1]));
const onlyInSpace = recorded.cases.filter(
  ([, , newer, older]) => typeof older === 'string' && bare(older) === bare(newer),
);
const disputed = recorded.cases.filter((row) => row.length === 4 && !onlyInSpace.includes(row));

test.each(agreed.filter(([, , text]) => text !== null))('%s: %s gives %j', (given, template, text) => {
  expect(rendered(template, recorded.given[given])).toBe(text);
});

test.each(agreed.filter(([, , text]) => text === null))('%s: %s fails', (given, template) => {
  expect(() => rendered(template, recorded.given[given])).toThrow();
});

test.each(disputed)('%s: %s is refused, for the versions of Velocity do not agree', (given, template) => {
  expect(() => rendered(template, recorded.given[given])).toThrow(RehearsalError);
});

test.each(onlyInSpace)('%s: %s is as one of the versions has it', (given, template, newer, older) => {
  expect([newer, older]).toContain(rendered(template, recorded.given[given]));
});

test.each(recorded.cases.filter(([, template]) => recorded.refused.includes(template)))(
  '%s: %s is refused, for it is not rehearsed',
  (given, template) => {
    expect(() => rendered(template, recorded.given[given])).toThrow(RehearsalError);
  },
);

test('hundreds of answers of the real engine are compared', () => {
  expect(agreed.length).toBeGreaterThan(800);
  expect(new Set(recorded.refused).size).toBeLessThan(60);
});
