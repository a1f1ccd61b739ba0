import { isDeepStrictEqual } from 'node:util';
import { expectArray, expectCount, type Intrinsic } from './intrinsic';

export const arrayUnique: Intrinsic = (...values) => {
  expectCount(values, 1);
  return expectArray(values[0]).filter(
    (item, index, items) => items.findIndex((other) => isDeepStrictEqual(other, item)) === index,
  );
};
