import { expectCount, expectString, type Intrinsic } from './intrinsic';

export const base64Encode: Intrinsic = (...values) => {
  expectCount(values, 1);
  return Buffer.from(expectString(values[0]), 'utf8').toString('base64');
};
