import { RehearsalError } from '../../../rehearsal-error';
import { JavaDouble, JavaList, type Value, type VelocityObject } from './values';

/** What `toString()` gives in Java. */
export function textOf(value: Value): string {
  if (value === null) {
    return 'null';
  }
  if (value instanceof JavaDouble) {
    return doubleText(value.value);
  }
  if (value instanceof JavaList) {
    return listText(value);
  }
  if (value instanceof Map) {
    return `{${[...value].map(([name, member]) => `${name}=${textOf(member)}`).join(', ')}}`;
  }
  return typeof value === 'object' ? objectText(value) : String(value);
}

function objectText(value: VelocityObject): string {
  if (!value.text) {
    throw new RehearsalError(`${value.shownAs} has no text that a template could want to show`);
  }
  return value.text();
}

function listText(list: JavaList): string {
  switch (list.kind) {
    case 'json':
      return jsonOf(list);
    case 'list':
    case 'set':
      return `[${list.items.map(textOf).join(', ')}]`;
    case 'array':
      throw new RehearsalError('an array, such as split() gives, has no text of its own in a template: go through it');
  }
}

/** JSON, with its texts quoted as a service does it. */
export function jsonOf(value: Value, quoted: (text: string) => string = quotedByJava): string {
  if (typeof value === 'string') {
    return quoted(value);
  }
  if (value instanceof JavaList) {
    return `[${value.items.map((item) => jsonOf(item, quoted)).join(',')}]`;
  }
  if (value instanceof Map) {
    return `{${[...value].map(([name, member]) => `${quoted(name)}:${jsonOf(member, quoted)}`).join(',')}}`;
  }
  return value instanceof JavaDouble && !Number.isFinite(value.value) ? 'null' : textOf(value);
}

/**
 * As the library behind `$input.json()` and lists out of JSON does it, which escapes slashes and more than it would have
 * to: https://github.com/netplex/json-smart-v2
 */
function quotedByJava(text: string): string {
  return JSON.stringify(text).replace(/\\u([\da-f]{4})|\\.|[/\u007f-\u009f\u2000-\u20ff]/g, (found, code?: string) => {
    if (found === '/') {
      return '\\/';
    }
    if (code === undefined && found.startsWith('\\')) {
      return found;
    }
    const number = code === undefined ? found.charCodeAt(0) : Number.parseInt(code, 16);
    return `\\u${number.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/Double.html#toString(double) */
function doubleText(value: number): string {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const magnitude = Math.abs(value);
  if (magnitude === 0 || (magnitude >= 1e-3 && magnitude < 1e7)) {
    const text = Object.is(value, -0) ? '-0' : String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [mantissa, exponent] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}
