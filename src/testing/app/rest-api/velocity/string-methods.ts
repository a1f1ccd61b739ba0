import { javaRegExp, replacementOf } from './java-regexp';
import { JavaList, TemplateFailure, type Value } from './values';

type Method = (text: string, ...args: never[]) => Value;

/** https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/String.html */
export const stringMethods: Readonly<Record<string, Method>> = {
  charAt: (text, index: number) => at(text, index),
  compareTo: (text, other: string) => compared(text, other),
  concat: (text, other: string) => text + other,
  contains: (text, part: string) => text.includes(part),
  endsWith: (text, end: string) => text.endsWith(end),
  equals: (text, other: Value) => text === other,
  equalsIgnoreCase: (text, other: string) => text.toLowerCase() === other.toLowerCase(),
  indexOf: (text, part: string, from = 0) => text.indexOf(part, from),
  isEmpty: (text) => text === '',
  lastIndexOf: (text, part: string) => text.lastIndexOf(part),
  length: (text) => text.length,
  matches,
  replace: (text, part: string, other: string) => text.split(part).join(other),
  replaceAll: (text, pattern: string, replacement: string) => replaced(text, javaRegExp(pattern), replacement),
  replaceFirst: (text, pattern: string, replacement: string) => replaced(text, javaRegExp(pattern, 'u'), replacement),
  split: (text, pattern: string) => new JavaList(split(text, pattern), 'array'),
  startsWith: (text, start: string) => text.startsWith(start),
  substring: (text, from: number, to = text.length) => {
    if (from < 0 || to > text.length || from > to) {
      throw new TemplateFailure(`begin ${from}, end ${to}, length ${text.length}`);
    }
    return text.slice(from, to);
  },
  toLowerCase: (text) => text.toLowerCase(),
  toString: (text: string) => text,
  toUpperCase: (text) => text.toUpperCase(),
  trim: trimmed,
};

/** The difference of the first characters that are not the same, or of the lengths. */
function compared(one: string, other: string): number {
  for (let index = 0; index < Math.min(one.length, other.length); index++) {
    if (one[index] !== other[index]) {
      return one.charCodeAt(index) - other.charCodeAt(index);
    }
  }
  return one.length - other.length;
}

/** All of the text: Java's `$` would leave an end of line over. */
function matches(text: string, pattern: string): boolean {
  return new RegExp(`^(?:${javaRegExp(pattern, 'u').source})$`, 'u').test(text);
}

function at(text: string, index: number): string {
  if (index < 0 || index >= text.length) {
    throw new TemplateFailure(`Index ${index} out of bounds for length ${text.length}`);
  }
  return text[index];
}

/** Java trims what is not above the space. */
function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text[start] <= ' ') {
    start++;
  }
  while (end > start && text[end - 1] <= ' ') {
    end--;
  }
  return text.slice(start, end);
}

function replaced(text: string, pattern: RegExp, replacement: string): string {
  return text.replace(pattern, (...found) => {
    const groups = found.slice(
      0,
      found.findIndex((one, index) => index > 0 && typeof one === 'number'),
    );
    return replacementOf(replacement, groups);
  });
}

/** Without the empty texts at the end, and without one that a match of nothing leaves at the beginning. */
function split(text: string, pattern: string): Value[] {
  const parts: string[] = [];
  let start = 0;
  for (const match of text.matchAll(javaRegExp(pattern))) {
    const end = match.index + match[0].length;
    if (end === 0 || (match[0] === '' && match.index === text.length)) {
      continue;
    }
    parts.push(text.slice(start, match.index));
    start = end;
  }
  if (parts.length === 0) {
    return [text];
  }
  parts.push(text.slice(start));
  while (parts.length > 0 && parts[parts.length - 1] === '') {
    parts.pop();
  }
  return parts;
}
