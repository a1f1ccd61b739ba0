import type { Exit, Visit } from '../execution/visit';
import { languageOf } from '../query/language';

export function succeed(visit: Visit): Promise<Exit> {
  return languageOf(visit).exit(visit);
}
