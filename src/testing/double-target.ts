import { closeNames } from './close-names';
import type { Machines } from './machines';
import { RehearsalError } from './rehearsal-error';

/** What a double stands in for: a state by its name, a Lambda function or an API destination by construct or ARN. */
export type DoubleTarget = string | { readonly functionArn: string } | { readonly apiDestinationArn: string };

/** The key under which a double is kept: the name of a task, or an ARN. */
export function keyOf(target: DoubleTarget, machines: Machines, resolve: (text: string) => string): string {
  if (typeof target !== 'string') {
    return resolve('functionArn' in target ? target.functionArn : target.apiDestinationArn);
  }
  if (target.startsWith('arn:')) {
    return target;
  }
  const states = [...machines.states()];
  const namesakes = states.filter(({ name }) => name === target);
  if (namesakes.length === 0) {
    throw unknownState(
      target,
      states.filter(({ state: { Type } }) => Type === 'Task').map(({ name }) => name),
    );
  }
  if (!namesakes.some(({ state: { Type } }) => Type === 'Task')) {
    throw new RehearsalError(`'${target}' is a ${namesakes[0].state.Type} state; only a Task takes a double`);
  }
  return target;
}

function unknownState(target: string, tasks: readonly string[]): RehearsalError {
  const close = closeNames(target, tasks);
  return new RehearsalError(
    close.length > 0
      ? `there is no state '${target}'; did you mean ${close.map((name) => `'${name}'`).join(' or ')}?`
      : `there is no state '${target}'; the tasks are ${tasks.map((name) => `'${name}'`).join(', ')}`,
  );
}
