import { RehearsalError } from '../../rehearsal-error';
import { readJson } from './velocity/java-json';
import { textOf } from './velocity/java-text';
import { TemplateFailure, type Value, type VelocityObject } from './velocity/values';

const functions: Readonly<Record<string, (text: string) => Value>> = {
  base64Decode: (text) => Buffer.from(text, 'base64').toString('utf8'),
  base64Encode: (text) => Buffer.from(text, 'utf8').toString('base64'),
  escapeJavaScript,
  parseJson: (text) => {
    try {
      return readJson(text);
    } catch (error) {
      throw new TemplateFailure(`$util.parseJson: ${(error as Error).message}`);
    }
  },
  urlDecode: (text) => {
    try {
      return decodeURIComponent(text.replace(/\+/g, ' '));
    } catch {
      throw new TemplateFailure(`$util.urlDecode: ${text} is not encoded`);
    }
  },
  urlEncode: (text) =>
    encodeURIComponent(text.replace(LONE_SURROGATE, '?'))
      .replace(/%20/g, '+')
      .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`),
};

/** `$util`: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference */
export const utilVariable: VelocityObject = {
  shownAs: '$util',
  call: (name, [argument = null]) => {
    if (!Object.hasOwn(functions, name)) {
      return undefined;
    }
    if (typeof argument !== 'string') {
      throw new RehearsalError(
        `$util.${name} of ${textOf(argument)}: API Gateway documents it for texts; "$!…" makes one of anything`,
      );
    }
    return functions[name](argument);
  },
};

/** Java's encoder has a question mark for half a character. */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"',
  "'": "\\'",
  '/': '\\/',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * As the library of Java does it that has this function: every UTF-16 unit outside of ASCII on its own, in capitals.
 * https://commons.apache.org/proper/commons-lang/javadocs/api-2.6/org/apache/commons/lang/StringEscapeUtils.html#escapeJavaScript(java.lang.String)
 */
export function escapeJavaScript(text: string): string {
  return text.replace(/[^ !#-&(-.0-[\]-~]/g, (character) => NAMED[character] ?? byNumber(character));
}

function byNumber(character: string): string {
  return character === DELETE ? character : `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The one control character that stays as it is. */
const DELETE = '\u007f';
