import { hash as jsonataHash } from '../jsonata-functions';
import { expectCount, type Intrinsic } from './intrinsic';

export const hash: Intrinsic = (...values) => {
  expectCount(values, 2);
  return jsonataHash(values[0], values[1]);
};
