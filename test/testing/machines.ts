import { type DefinitionOptions, Rehearsal } from '../../src/testing';

type Fields = Record<string, unknown>;

/** A rehearsal of states in the order given; a state without Next, End or Choices goes to the following one or ends. */
export function machineOf(states: Record<string, Fields>, fields: Fields = {}, options?: DefinitionOptions): Rehearsal {
  const names = Object.keys(states);
  const linked = Object.fromEntries(
    Object.entries(states).map(([name, state], index): [string, Fields] => {
      const ended = ['Next', 'End', 'Choices'].some((key) => key in state);
      const terminal = ['Succeed', 'Fail'].includes(state.Type as string);
      const following = index + 1 < names.length ? { Next: names[index + 1] } : { End: true };
      return [name, ended || terminal ? state : { ...state, ...following }];
    }),
  );
  return Rehearsal.ofDefinition({ StartAt: names[0], States: linked, ...fields }, options);
}

/** The same in JSONata. */
export function jsonataMachine(states: Record<string, Fields>, fields: Fields = {}): Rehearsal {
  return machineOf(states, { QueryLanguage: 'JSONata', ...fields });
}

export const functionArn = (name: string) => `arn:aws:lambda:us-east-1:111122223333:function:${name}`;

/** A task that calls a function with its whole input and has the function's value as its result. */
export function callOf(name: string, fields: Fields = {}): Fields {
  return { Type: 'Task', Resource: functionArn(name), ...fields };
}

/** Evaluates one JSONata expression in a Pass. */
export async function jsonataValue(expression: string, input: unknown = {}) {
  return (await jsonataMachine({ P: { Type: 'Pass', Output: `{% ${expression} %}` } }).run(input)).output;
}

/** Runs one JSONPath Pass with `Parameters`. */
export async function templateValue(template: unknown, input: unknown = {}) {
  return machineOf({ P: { Type: 'Pass', Parameters: template } }).run(input);
}
