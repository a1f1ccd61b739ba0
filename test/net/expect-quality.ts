import { sinceCdk } from '../since-cdk';
import { qualities } from './qualities';
import type { Subject } from './subject';

/** Holds a construct to every quality, a test each: the one call of a construct's test. */
export function expectQuality(subject: Subject): void {
  describe(subject.name, () => {
    for (const { title, since, problems } of qualities) {
      sinceCdk(since ?? '2.0.0').test(title, () => {
        expect(problems(subject)).toEqual([]);
      });
    }
  });
}
