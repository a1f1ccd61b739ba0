import { isObject } from '../../../asl/json';
import { expectCount, type Intrinsic } from './intrinsic';

/** Step Functions merges shallowly only. */
export const jsonMerge: Intrinsic = (...values) => {
  expectCount(values, 3);
  const [left, right, deep] = values;
  if (!isObject(left) || !isObject(right) || deep !== false) {
    throw new Error('expected two objects and false: only shallow merging exists');
  }
  return { ...left, ...right };
};
