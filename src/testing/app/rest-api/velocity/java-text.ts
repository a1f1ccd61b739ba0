import { JavaDouble, JavaList, type Value } from './values';

/** What `toString()` gives in Java. */
export function textOf(value: Value): string {
  if (value === null) {
    return 'null';
  }
  if (value instanceof JavaDouble) {
    return doubleText(value.value);
  }
  if (value instanceof JavaList) {
    return value.isJson ? jsonOf(value) : `[${value.items.map(textOf).join(', ')}]`;
  }
  if (value instanceof Map) {
    return `{${[...value].map(([name, member]) => `${name}=${textOf(member)}`).join(', ')}}`;
  }
  return typeof value === 'object' ? value.shownAs : String(value);
}

/** JSON as the library behind `$input.json()` and lists out of JSON writes it: https://github.com/netplex/json-smart-v2 */
export function jsonOf(value: Value): string {
  if (typeof value === 'string') {
    return jsonText(value);
  }
  if (value instanceof JavaList) {
    return `[${value.items.map(jsonOf).join(',')}]`;
  }
  if (value instanceof Map) {
    return `{${[...value].map(([name, member]) => `${jsonText(name)}:${jsonOf(member)}`).join(',')}}`;
  }
  return textOf(value);
}

function jsonText(text: string): string {
  return JSON.stringify(text);
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
