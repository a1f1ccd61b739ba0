import { RehearsalError } from '../../../rehearsal-error';
import { TemplateFailure } from './values';

/**
 * A regular expression of Java in JavaScript.
 * https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html
 */
export function javaRegExp(pattern: string, flags = 'gu'): RegExp {
  const written = new Translation(pattern).text();
  try {
    return new RegExp(written, flags);
  } catch (error) {
    throw new TemplateFailure(`${pattern} is not a regular expression: ${(error as Error).message}`);
  }
}

const LINE_END = '\\n\\r\\u0085\\u2028\\u2029';
const SPACE = ' \\t\\n\\x0B\\f\\r';
/** What is a space in JavaScript only. */
const OTHER_SPACE = '\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';

/** Classes of ASCII by name: `\p{Alpha}`. Names of Unicode categories are the same in JavaScript. */
const POSIX: Readonly<Record<string, string>> = {
  Alnum: 'a-zA-Z0-9',
  Alpha: 'a-zA-Z',
  ASCII: '\\x00-\\x7f',
  Cntrl: '\\x00-\\x1f\\x7f',
  Digit: '0-9',
  Lower: 'a-z',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Space: SPACE,
  Upper: 'A-Z',
  XDigit: '0-9a-fA-F',
};

class Translation {
  private position = 0;
  private inClass = false;

  constructor(private readonly pattern: string) {}

  public text(): string {
    let text = '';
    while (this.position < this.pattern.length) {
      text += this.next();
    }
    return text;
  }

  private next(): string {
    const character = this.pattern[this.position++];
    const following = this.pattern.slice(this.position);
    if (character === '\\') {
      return this.escape();
    }
    if (this.inClass) {
      if (character === '[' || (character === '&' && following.startsWith('&'))) {
        throw this.refusal('classes in classes');
      }
      this.inClass = character !== ']';
      return /[(){}/|-]/.test(character) && character !== '-' ? `\\${character}` : character;
    }
    switch (character) {
      case '[':
        this.inClass = true;
        return this.openClass(following);
      case '.':
        return `[^${LINE_END}]`;
      // Also before the last line end.
      case '$':
        return `(?=(?:\\r\\n|[${LINE_END}])?(?![^]))`;
      case ']':
      case '}':
        return `\\${character}`;
      case '{':
        return this.counted(following);
      case '(':
        if (/^\?(?![:=!]|<[=!a-zA-Z])/.test(following)) {
          throw this.refusal('flags and groups of this kind');
        }
        return character;
      default:
        if (/[*+?]/.test(character) && following.startsWith('+')) {
          throw this.refusal('possessive quantifiers');
        }
        return character;
    }
  }

  /** A bracket right after the opening one is meant as it stands. */
  private openClass(following: string): string {
    const negated = following.startsWith('^') ? '^' : '';
    this.position += negated.length;
    if (following.slice(negated.length).startsWith(']')) {
      this.position++;
      return `[${negated}\\]`;
    }
    return `[${negated}`;
  }

  private counted(following: string): string {
    const count = /^\d+(,\d*)?\}/.exec(following)?.[0];
    if (!count) {
      throw new TemplateFailure(`${this.pattern} is not a regular expression: illegal repetition`);
    }
    this.position += count.length;
    if (this.pattern[this.position] === '+') {
      throw this.refusal('possessive quantifiers');
    }
    return `{${count}`;
  }

  private escape(): string {
    const character = this.pattern[this.position++];
    if (character === undefined) {
      throw new TemplateFailure(`${this.pattern} is not a regular expression: it ends with a backslash`);
    }
    const set = (members: string) => (this.inClass ? members : `[${members}]`);
    switch (character) {
      case 's':
        return set(SPACE);
      case 'S':
        return set(`\\S${OTHER_SPACE}`);
      case 'p':
        return set(this.property());
    }
    if (/[dDwWntrfbBxuk1-9]/.test(character)) {
      return `\\${character}`;
    }
    if (/[a-zA-Z0-9]/.test(character)) {
      throw this.refusal(`\\${character}`);
    }
    // Anything else is meant as it stands; JavaScript takes a backslash only before what has a meaning.
    return /[\^$\\.*+?()[\]{}|/-]/.test(character) && !(character === '-' && !this.inClass)
      ? `\\${character}`
      : character;
  }

  private property(): string {
    const name = /^\{(\w+)\}/.exec(this.pattern.slice(this.position))?.[1];
    if (name === undefined || !(name in POSIX || /^[LMNPSZC][a-z]?$/.test(name))) {
      throw this.refusal('this \\p');
    }
    this.position += name.length + 2;
    return POSIX[name] ?? `\\p{${name}}`;
  }

  private refusal(what: string): RehearsalError {
    return new RehearsalError(
      `the regular expression ${this.pattern} in a template: ${what} of Java are not rehearsed`,
    );
  }
}

/**
 * The text that takes the place of a match: `$1` is a group, a backslash takes away the meaning of what follows.
 * https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Matcher.html#appendReplacement(java.lang.StringBuilder,java.lang.String)
 */
export function replacementOf(replacement: string, groups: readonly (string | undefined)[]): string {
  if (replacement.includes('${')) {
    throw new RehearsalError(`the replacement ${replacement} in a template: names of groups are not rehearsed`);
  }
  return replacement.replace(/\\(.?)|\$(\d*)/gsu, (_found, escaped?: string, digits = '') => {
    if (escaped !== undefined) {
      if (escaped === '') {
        throw new TemplateFailure('a replacement ends with a backslash');
      }
      return escaped;
    }
    // As many digits as still name a group, but one at the least.
    let length = 1;
    while (length < digits.length && Number(digits.slice(0, length + 1)) < groups.length) {
      length++;
    }
    const group = Number(digits.slice(0, length));
    if (digits === '' || group >= groups.length) {
      throw new TemplateFailure(`the replacement ${replacement} names a group that is not there`);
    }
    return (groups[group] ?? '') + digits.slice(length);
  });
}
