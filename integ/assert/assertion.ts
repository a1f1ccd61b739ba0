import type { Deployment } from './deployment';

/** Who answers an assertion when the app is deployed to the emulator. On AWS, AWS does. */
export type LocalAnswer =
  /** The emulator's own services, and its own engine for state machines. */
  | { readonly by: 'emulator'; readonly what: string }
  /** The same, but executions are run by the interpreter of this project: that proves the wiring, not the engine. */
  | { readonly by: 'interpreter'; readonly what: string }
  /** The emulator cannot answer honestly. */
  | { readonly by: 'nobody'; readonly because: string };

/** Something that a deployed app must do. */
export interface Assertion {
  readonly title: string;
  readonly local: LocalAnswer;
  /** Why AWS cannot be asked in the same way, as a sentence without a full stop. */
  readonly notOnAws?: string;
  readonly check: (app: Deployment) => Promise<void>;
}

/** @param what - what of the emulator the answer rests on */
export function byEmulator(what: string): LocalAnswer {
  return { by: 'emulator', what };
}

/** @param what - what of the emulator the answer rests on, besides our interpreter */
export function byInterpreter(what: string): LocalAnswer {
  return { by: 'interpreter', what };
}

/** @param because - what the emulator lacks, as a sentence without a full stop */
export function onlyOnAws(because: string): LocalAnswer {
  return { by: 'nobody', because };
}

export function assertion(
  title: string,
  local: LocalAnswer,
  check: Assertion['check'],
  options: Pick<Assertion, 'notOnAws'> = {},
): Assertion {
  return { title, local, check, ...options };
}
