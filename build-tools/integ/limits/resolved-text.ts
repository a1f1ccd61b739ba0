/** The longest ARN or URL that we have seen a reference become. */
const REFERENCE = 'x'.repeat(140);

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-southeast-2',
  'AWS::URLSuffix': 'amazonaws.com.cn',
};

/**
 * A value of a template with a text of a plausible length in place of each reference: how long something is going to be is
 * known only when it is deployed.
 */
export function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const [[key, content] = [], ...others] = Object.entries(value);
  if (key !== undefined && others.length === 0) {
    if (key === 'Ref') return PSEUDO_PARAMETERS[String(content)] ?? REFERENCE;
    if (key === 'Fn::Join') return joined(content);
    if (key === 'Fn::Sub') return substituted(content);
    if (key === 'Fn::If') return resolved((content as unknown[])[1]);
    if (key.startsWith('Fn::')) return REFERENCE;
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolved(member)]));
}

/** What a value is as a text: policies, patterns and definitions are sent as such. */
export function resolvedText(value: unknown): string {
  const whole = resolved(value);
  return typeof whole === 'string' ? whole : JSON.stringify(whole);
}

function joined(content: unknown): string {
  const [separator, parts] = content as [string, unknown];
  return Array.isArray(parts) ? parts.map((part) => String(resolved(part))).join(separator) : REFERENCE;
}

function substituted(content: unknown): string {
  const [text, values] = typeof content === 'string' ? [content, {}] : (content as [string, Record<string, unknown>]);
  return text.replace(/\$\{(!?)([^}]+)\}/g, (whole, literal, name) => {
    if (literal) return whole;
    return String(name in values ? resolved(values[name]) : (PSEUDO_PARAMETERS[name] ?? REFERENCE));
  });
}
