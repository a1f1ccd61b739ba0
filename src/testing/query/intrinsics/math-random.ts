import type { Json } from '../../../asl/json';
import { seededRandom } from '../../execution/random';
import { expectCount, expectInteger } from './intrinsic';

/** The start is inclusive, the end is not; a third argument is a seed. */
export function mathRandom(random: () => number, ...values: Json[]): Json {
  expectCount(values, 2, 3);
  const [start, end] = values.map(expectInteger);
  const draw = values.length === 3 ? seededRandom(expectInteger(values[2])) : random;
  return start + Math.floor(draw() * (end - start));
}
