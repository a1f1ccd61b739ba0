import type { Json } from '../../../asl/json';

const PLACEHOLDER = /<([^<>]+)>/g;

/** The names between `<` and `>`. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name]) => name);
}

/**
 * Puts values into the template of an input transformer, with the quotation marks as EventBridge sets them: a text that
 * stands on its own gets them, one inside a text does not; an object inside a text loses its own. Nothing is escaped, so a
 * value with a quotation mark breaks the JSON around it, as it does on AWS.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-issues
 *
 * @param values - undefined for what a path did not find: an empty text, recorded in localstack
 *   test_events_inputs::test_put_events_with_input_transformer_input_template_json, 2024-06-11
 */
export function filledTemplate(template: string, values: Readonly<Record<string, Json | undefined>>): string {
  let inText = false;
  let filled = '';
  let position = 0;
  for (const { 0: placeholder, 1: name, index } of template.matchAll(PLACEHOLDER)) {
    const before = template.slice(position, index);
    inText = isInText(before, inText);
    filled += before + (inText ? insideText(values[name]) : onItsOwn(values[name]));
    position = index + placeholder.length;
  }
  return filled + template.slice(position);
}

function isInText(part: string, before: boolean): boolean {
  const marks = part.replace(/\\./g, '').split('"').length - 1;
  return marks % 2 === 0 ? before : !before;
}

function insideText(value: Json | undefined): string {
  if (value === undefined) {
    return '';
  }
  return typeof value === 'string' ? value : JSON.stringify(value).replace(/"/g, '');
}

function onItsOwn(value: Json | undefined): string {
  return value === undefined || typeof value === 'string' ? `"${value ?? ''}"` : JSON.stringify(value);
}
