import type { Visit } from '../execution/visit';
import { RehearsalError } from '../rehearsal-error';

export async function notYetRun({ name, state }: Visit): Promise<never> {
  throw new RehearsalError(`state '${name}': ${state.Type} is not yet run by this interpreter`);
}
