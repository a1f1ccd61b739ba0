import { expectCount, type Intrinsic } from './intrinsic';

export const jsonToString: Intrinsic = (...values) => {
  expectCount(values, 1);
  return JSON.stringify(values[0]);
};
