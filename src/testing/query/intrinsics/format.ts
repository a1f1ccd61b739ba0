import { expectString, type Intrinsic } from './intrinsic';

export const format: Intrinsic = (template, ...values) => {
  let used = 0;
  const text = expectString(template).replace(/\\([{}])|\{\}/g, (_place, escaped?: string) => {
    if (escaped !== undefined) {
      return escaped;
    }
    if (used >= values.length) {
      throw new Error(`has more places than its ${values.length} values`);
    }
    const value = values[used++];
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  if (used < values.length) {
    throw new Error(`has ${used} places for ${values.length} values`);
  }
  return text;
};
