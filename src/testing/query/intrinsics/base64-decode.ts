import { expectCount, expectString, type Intrinsic } from './intrinsic';

export const base64Decode: Intrinsic = (...values) => {
  expectCount(values, 1);
  return Buffer.from(expectString(values[0]), 'base64').toString('utf8');
};
