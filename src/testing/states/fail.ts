import { StateFailure } from '../execution/failure';
import type { Visit } from '../execution/visit';
import { languageOf } from '../query/language';

export async function fail(visit: Visit): Promise<never> {
  const language = languageOf(visit);
  const error = await language.field(visit, 'Error');
  const cause = await language.field(visit, 'Cause');
  throw new StateFailure((error as string | undefined) ?? null, cause as string | undefined);
}
