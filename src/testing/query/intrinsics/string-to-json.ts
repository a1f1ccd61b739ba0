import { expectCount, expectString, type Intrinsic } from './intrinsic';

export const stringToJson: Intrinsic = (...values) => {
  expectCount(values, 1);
  return JSON.parse(expectString(values[0]));
};
