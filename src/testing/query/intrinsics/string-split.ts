import { expectCount, expectString, type Intrinsic } from './intrinsic';

/** Each character of the second argument splits; empty parts are dropped. */
export const stringSplit: Intrinsic = (...values) => {
  expectCount(values, 2);
  const splitters = new Set(expectString(values[1]));
  const parts: string[] = [''];
  for (const character of expectString(values[0])) {
    if (splitters.has(character)) {
      parts.push('');
    } else {
      parts[parts.length - 1] += character;
    }
  }
  return parts.filter((part) => part !== '');
};
