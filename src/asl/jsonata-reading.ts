import { JSONATA_FUNCTIONS } from './jsonata-functions';

/** What an expression needs from where it stands, as far as its text tells. */
export interface JsonataReading {
  /** Why it cannot be parsed; nothing else is known then. */
  readonly error?: string;
  /** Variables that it reads and does not define itself; not those that it asks about with `$exists`. */
  readonly variables: readonly string[];
  /** Functions that it calls and that neither it nor Step Functions defines. */
  readonly unknownFunctions: readonly string[];
  /** Members of `$states` that it names. */
  readonly statesMembers: readonly string[];
  /** A field that it reads from nowhere: an expression of Step Functions has no context of its own. */
  readonly looseField?: string;
}

/** A node of the parser's tree, as loosely as the parser types it. */
interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly steps?: Node[];
  readonly expressions?: Node[];
  readonly arguments?: Node[];
  readonly body?: Node;
  readonly procedure?: Node;
  readonly lhs?: Node;
  readonly focus?: string;
  readonly index?: string;
}

const readings = new Map<string, JsonataReading>();

/** Parses an expression with the parser of JSONata, once per text. */
export function readJsonata(expression: string): JsonataReading {
  let reading = readings.get(expression);
  if (!reading) {
    reading = readSimplePath(expression) ?? read(expression);
    readings.set(expression, reading);
  }
  return reading;
}

const SIMPLE_PATH = /^\$([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?(?:\.[A-Za-z_]\w*)*$/;

/** Whether an expression is so simple that it takes no parser: `$states.input.order.id`. */
export function isSimplePath(expression: string): boolean {
  return SIMPLE_PATH.test(expression);
}

function readSimplePath(expression: string): JsonataReading | undefined {
  const [, variable, member] = SIMPLE_PATH.exec(expression) ?? [];
  if (variable === undefined) return undefined;
  const isKnown = variable === 'states' || JSONATA_FUNCTIONS.has(variable);
  return {
    variables: isKnown ? [] : [variable],
    unknownFunctions: [],
    statesMembers: variable === 'states' && member !== undefined ? [member] : [],
  };
}

function read(expression: string): JsonataReading {
  // Required when an expression is read: it takes longer to load than the rest of a synthesis without expressions.
  const jsonata: typeof import('jsonata') = require('jsonata');
  let root: Node;
  try {
    root = jsonata(expression).ast() as unknown as Node;
  } catch (error) {
    const { message, position } = error as { message?: string; position?: number };
    const where = position === undefined ? '' : ` at character ${position}`;
    return { error: `${message ?? error}${where}`, variables: [], unknownFunctions: [], statesMembers: [] };
  }
  const reader = new Reader();
  reader.scope(root, new Set(), false);
  return {
    variables: [...reader.variables].filter((variable) => !reader.askedFor.has(variable)),
    unknownFunctions: [...reader.unknownFunctions],
    statesMembers: [...reader.statesMembers],
    looseField: reader.looseField,
  };
}

class Reader {
  public readonly variables = new Set<string>();
  public readonly askedFor = new Set<string>();
  public readonly unknownFunctions = new Set<string>();
  public readonly statesMembers = new Set<string>();
  public looseField?: string;

  /** @param inContext whether a value stands around the node, so that fields and `$` mean something */
  public scope(node: unknown, outer: ReadonlySet<string>, inContext: boolean, also: readonly string[] = []): void {
    // Definitions count for the whole of their scope: what is only used too early is found by running, not by reading.
    const known = new Set([...outer, ...also]);
    collectDefinitions(node, known, true);
    this.visit(node, known, inContext);
  }

  private visit(value: unknown, known: ReadonlySet<string>, inContext: boolean): void {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, known, inContext);
      return;
    }
    const node = value as Node;
    switch (node.type) {
      case 'path':
        this.path(node, known, inContext);
        return;
      case 'variable':
        this.variable(node, known);
        this.members(node, known, true, ['predicate', 'stages', 'group']);
        return;
      case 'name':
        if (!inContext) this.looseField ??= String(node.value);
        this.members(node, known, true);
        return;
      case 'function':
      case 'partial':
        this.call(node, known, inContext);
        return;
      case 'lambda':
        this.scope(
          node.body,
          known,
          inContext,
          (node.arguments ?? []).map(({ value }) => String(value)),
        );
        return;
      case 'block':
        this.block(node, known, inContext);
        return;
      case 'bind':
        this.members({ ...node, lhs: undefined }, known, inContext);
        return;
      case 'transform':
        this.members(node, known, true);
        return;
      default:
        this.members(node, known, inContext);
    }
  }

  private members(node: Node, known: ReadonlySet<string>, inContext: boolean, only?: readonly string[]): void {
    for (const [key, member] of Object.entries(node)) {
      if (only && !only.includes(key)) continue;
      // Whatever filters, groups or sorts does so item by item: there is a value around it.
      this.visit(member, known, inContext || ['predicate', 'stages', 'group', 'terms'].includes(key));
    }
  }

  private block(node: Node, outer: ReadonlySet<string>, inContext: boolean): void {
    const known = new Set(outer);
    for (const expression of node.expressions ?? []) collectDefinitions(expression, known, true);
    this.visit(node.expressions, known, inContext);
    this.members({ ...node, expressions: undefined }, known, inContext);
  }

  private path(node: Node, known: ReadonlySet<string>, inContext: boolean): void {
    const steps = node.steps ?? [];
    const [first, second] = steps;
    if (first?.type === 'variable' && first.value === 'states' && second?.type === 'name') {
      this.statesMembers.add(String(second.value));
    }
    steps.forEach((step, index) => {
      this.visit(step, known, inContext || index > 0);
    });
    this.members({ ...node, steps: undefined }, known, inContext);
  }

  private variable(node: Node, known: ReadonlySet<string>): void {
    const name = String(node.value);
    if (name !== '' && name !== '$' && name !== 'states' && !known.has(name) && !JSONATA_FUNCTIONS.has(name)) {
      this.variables.add(name);
    }
  }

  private call(node: Node, known: ReadonlySet<string>, inContext: boolean): void {
    const { procedure, arguments: given = [], ...rest } = node;
    const name = procedure?.type === 'variable' ? String(procedure.value) : undefined;
    if (name === undefined) this.visit(procedure, known, inContext);
    else if (!known.has(name) && !JSONATA_FUNCTIONS.has(name)) this.unknownFunctions.add(name);
    if (name === 'exists' && given[0]?.type === 'variable') this.askedFor.add(String(given[0].value));
    this.visit(given, known, inContext);
    this.members(rest, known, inContext);
  }
}

/** Adds what an expression defines for the scope that it stands in, not what is defined in scopes inside of it. */
function collectDefinitions(value: unknown, known: Set<string>, outermost = false): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) collectDefinitions(item, known);
    return;
  }
  const node = value as Node;
  if (!outermost && (node.type === 'block' || node.type === 'lambda')) return;
  if (node.type === 'bind') known.add(String(node.lhs?.value));
  // `#$i` is a stage of its own behind a filter, and a mark on the step before one.
  if (node.type === 'index') known.add(String(node.value));
  if (node.index !== undefined) known.add(node.index);
  if (node.focus !== undefined) known.add(node.focus);
  for (const member of Object.values(node)) collectDefinitions(member, known);
}
