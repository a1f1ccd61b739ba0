import { expectArray, expectCount, type Intrinsic } from './intrinsic';

export const arrayLength: Intrinsic = (...values) => {
  expectCount(values, 1);
  return expectArray(values[0]).length;
};
