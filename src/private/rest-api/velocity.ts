/**
 * Pieces of mapping templates, in the Velocity Template Language as API Gateway has it:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */

/**
 * A value of a template as it may stand between the quotes of a JSON text.
 *
 * `$util.escapeJavaScript` escapes apostrophes, too, which JSON does not know: AWS's page says to take that back.
 */
export function jsonText(value: string): string {
  return `$util.escapeJavaScript(${value}).replaceAll("\\\\'", "'")`;
}

/** A way through a template, and the condition for it. */
export interface Way {
  readonly when: string;
  readonly text: string;
}

/** The first way whose condition holds, or the last. */
export function firstOf(ways: readonly Way[], otherwise: string): string {
  const lines = ways.flatMap(({ when, text }, index) => [`#${index === 0 ? 'if' : 'elseif'}(${when})`, text]);
  return ways.length === 0 ? otherwise : [...lines, '#else', otherwise, '#end'].join('\n');
}

/** A text that is there under a condition only. */
export function onlyIf(condition: string, text: string): string {
  return `#if(${condition})${text}#end`;
}

/** Answers with a status code of its own. A template may say so only once. */
export function withStatus(status: number, body: string): string {
  return `#set($context.responseOverride.status = ${status})\n${body}`;
}

/** A header of the answer. A template may set each only once. */
export function header(name: string, value: string): string {
  return `#set($context.responseOverride.header.${name} = ${value})`;
}

/**
 * Puts the value of a request header into a variable, an empty text where there is none. Header names are looked up as
 * the client wrote them, which over HTTP/2 is in lower case: API Gateway documents neither, so that all of them are
 * compared.
 */
export function readHeader(variable: string, name: string): string {
  return [
    `#set($${variable} = '')`,
    '#foreach($header in $input.params().header.keySet())',
    `#if($header.equalsIgnoreCase('${name}'))#set($${variable} = $input.params().header.get($header))#end`,
    '#end',
  ].join('\n');
}

/** Puts a part of the body into a variable, as a text; an empty one where there is nothing, so that it can be compared. */
export function readText(variable: string, path: string): string {
  return `#set($${variable} = "$!input.path('${path}')")`;
}
