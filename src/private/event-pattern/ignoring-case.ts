import { ofText, type ValuePattern } from './value-pattern';

/** Compares character by character with the lower and the upper case of each, as EventBridge does. */
export function ignoringCase(expected: string, part: 'whole' | 'prefix' | 'suffix'): ValuePattern {
  const written = [...expected]
    .map((character) => `(?:${escaped(character.toLowerCase())}|${escaped(character.toUpperCase())})`)
    .join('');
  const expression = new RegExp(`${part === 'suffix' ? '' : '^'}${written}${part === 'prefix' ? '' : '$'}`, 'u');
  return ofText((text) => expression.test(text));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
