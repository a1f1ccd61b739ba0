import { sinceCdk } from '../since-cdk';
import { qualities } from './qualities';
import type { Subject } from './subject';

const ANY = '2.0.0';

/** Holds a construct to every quality, a test each: the one call of a construct's test. */
export function expectQuality(subject: Subject): void {
  sinceCdk(subject.since ?? ANY).describe(subject.name, () => {
    for (const { title, since, problems } of qualities) {
      sinceCdk(since ?? ANY).test(title, () => {
        expect(problems(subject)).toEqual([]);
      });
    }
  });
}
