import type { Exit, Visit } from '../execution/visit';
import { languageOf } from '../query/language';

export function choice(visit: Visit): Promise<Exit> {
  return languageOf(visit).exitByChoice(visit);
}
