import { expectCount, expectInteger, type Intrinsic } from './intrinsic';

export const mathAdd: Intrinsic = (...values) => {
  expectCount(values, 2);
  return expectInteger(values[0]) + expectInteger(values[1]);
};
