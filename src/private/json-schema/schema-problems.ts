type Library = typeof import('@cfworker/json-schema');

/** Where a value breaks a schema, and how. */
export interface SchemaProblem {
  /** `$.lines[0].sku` */
  readonly path: string;
  /** `must be a number, received "a lot"` */
  readonly problem: string;
}

type Failure = ReturnType<InstanceType<Library['Validator']>['validate']>['errors'][number];

/** They say that something inside is wrong, which is told as well. */
const OUTER = [
  '$ref',
  'additionalItems',
  'additionalProperties',
  'allOf',
  'dependencies',
  'items',
  'patternProperties',
  'properties',
];

/** What is wrong inside of one of these is wrong in one of several ways only. */
const ALTERNATIVES = ['anyOf', 'oneOf'];

/**
 * What of a value breaks a schema of draft 4, all of it.
 *
 * Throws where the schema cannot be tried, such as for a pattern that is no regular expression.
 */
export function schemaProblems(schema: object, value: unknown): SchemaProblem[] {
  // Loaded when the first value is tried.
  const { Validator } = require('@cfworker/json-schema') as Library;
  const { errors } = new Validator(schema, '4', false).validate(value);
  const chosen = errors.filter(({ keyword }) => ALTERNATIVES.includes(keyword));
  return errors
    .filter(({ keyword }) => !OUTER.includes(keyword))
    .filter((error) => !chosen.some((one) => error.keywordLocation.startsWith(`${one.keywordLocation}/`)))
    .map((error) => problemOf(error, schema, value));
}

function problemOf(
  { keyword, keywordLocation, instanceLocation, error }: Failure,
  schema: object,
  value: unknown,
): SchemaProblem {
  const names = namesIn(instanceLocation);
  const path = names.reduce((text, name) => text + step(name), '$');
  const received = shown(names.reduce<unknown>((whole, name) => (whole as Record<string, unknown>)?.[name], value));
  const expected = at(schema, schema, namesIn(keywordLocation));
  switch (keyword) {
    case 'type':
      return { path, problem: `must be ${[expected].flat().join(' or ')}, received ${received}` };
    case 'enum':
      return { path, problem: `must be one of ${shown(expected)}, received ${received}` };
    case 'required': {
      const [, missing = ''] = /"(.*)"/.exec(error) ?? [];
      return { path: path + step(missing), problem: 'is missing' };
    }
    case 'false':
      return { path, problem: 'is not in the schema, which allows no more' };
    default:
      return { path, problem: `breaks ${keyword}, received ${received}: ${error.replace(/\.$/, '')}` };
  }
}

function step(name: string): string {
  if (/^\d+$/.test(name)) return `[${name}]`;
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name}']`;
}

function namesIn(pointer: string): string[] {
  const names = pointer.split('/').slice(1);
  return names.map((name) => decodeURIComponent(name).replace(/~1/g, '/').replace(/~0/g, '~'));
}

/** What stands at a place of a schema that may lead through references. */
function at(root: unknown, value: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>((whole, name) => {
    const found = (whole as Record<string, unknown> | undefined)?.[name];
    return name === '$ref' && typeof found === 'string' ? at(root, root, namesIn(found)) : found;
  }, value);
}

const LONGEST_SHOWN = 100;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
