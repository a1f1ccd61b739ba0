import type { AppResult } from './app-result';

export const NEWCOMER = 'newcomer';

export async function runNewcomer(_folder: string, _environment: NodeJS.ProcessEnv): Promise<AppResult> {
  throw new Error('soon');
}
