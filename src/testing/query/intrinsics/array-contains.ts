import { isDeepStrictEqual } from 'node:util';
import { expectArray, expectCount, type Intrinsic } from './intrinsic';

export const arrayContains: Intrinsic = (...values) => {
  expectCount(values, 2);
  return expectArray(values[0]).some((item) => isDeepStrictEqual(item, values[1]));
};
