import { checkRules } from '../../../src/workflow/checks';
import { language } from './cases/language';
import { choices, data, errors, maps, tasks } from './cases/others';
import { structure } from './cases/structure';
import { type Cases, errorsIn, find, type Legal, type Refused } from './definitions';

const cases: Record<string, Cases> = { ...structure, ...language, ...errors, ...tasks, ...maps, ...choices, ...data };

test('every rule has at least one refused definition and three legal ones', () => {
  const short = checkRules
    .map(({ id }) => id.replace('cdk-workflows:', ''))
    .filter((id) => !cases[id]?.refused.length || cases[id].legal.length < 3);
  expect(short).toEqual([]);
});

describe.each(Object.entries(cases))('%s', (name, { refused, legal }) => {
  const id = `cdk-workflows:${name}`;

  test.each(refused)('finds %s', (...[, definition, message, express]: Refused) => {
    expect(find(definition, express)).toContainEqual(
      expect.objectContaining({ id, message: expect.stringMatching(message) }),
    );
  });

  test.each(legal)('leaves alone: %s', (...[, definition, express]: Legal) => {
    expect(find(definition, express).filter((found) => found.id === id)).toEqual([]);
    expect(errorsIn(definition, express)).toEqual([]);
  });
});
