import type { Gate } from './gate';

export const REPORTS = 'test-reports';

/** What `npm test` asks, quick answers first. */
export const GATES: readonly Gate[] = [
  { task: 'compile' },
  { task: 'lint' },
  { task: 'imports' },
  { task: 'types' },
  { task: 'generated' },
  { task: 'api', needs: ['compile'] },
  { task: 'examples', needs: ['compile'] },
  { task: 'test:newest', needs: ['compile'], cores: 2, live: true, jestReport: `${REPORTS}/jest-newest.json` },
  { task: 'test:floor', cores: 2, live: true, jestReport: `${REPORTS}/jest-floor.json` },
];
