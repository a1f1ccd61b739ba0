import { EventPatternError } from './pattern-error';
import { ofText, type ValuePattern } from './value-pattern';

/** `*` is any text, also none; `\*` is an asterisk and `\\` a backslash. */
export function wildcard(pattern: string): ValuePattern {
  const [first, ...others] = literalsOf(pattern);
  const last = others.pop();
  return ofText((text) => {
    if (last === undefined) {
      return text === first;
    }
    const end = text.length - last.length;
    let position = first.length;
    if (!text.startsWith(first) || end < position || !text.endsWith(last)) {
      return false;
    }
    for (const literal of others) {
      const found = text.indexOf(literal, position);
      position = found + literal.length;
      if (found < 0 || position > end) {
        return false;
      }
    }
    return true;
  });
}

/** The texts between the asterisks. */
function literalsOf(pattern: string): string[] {
  const literals = [''];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index];
    const next = pattern[index + 1];
    if (character === '*') {
      if (next === '*') {
        throw new EventPatternError(`Consecutive wildcard characters at pos ${bytesBefore(pattern, index)}`);
      }
      literals.push('');
    } else if (character === '\\') {
      if (next !== '*' && next !== '\\') {
        throw new EventPatternError(`Invalid escape character at pos ${bytesBefore(pattern, index)}`);
      }
      literals[literals.length - 1] += next;
      index++;
    } else {
      literals[literals.length - 1] += character;
    }
  }
  return literals;
}

/** EventBridge counts bytes, and a quotation mark before the text. */
function bytesBefore(pattern: string, index: number): number {
  return 1 + Buffer.byteLength(pattern.slice(0, index), 'utf8');
}
