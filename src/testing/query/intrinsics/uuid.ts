import type { Json } from '../../../asl/json';
import { uuidFrom } from '../../execution/random';
import { expectCount } from './intrinsic';

export function uuid(random: () => number, ...values: Json[]): Json {
  expectCount(values, 0);
  return uuidFrom(random);
}
