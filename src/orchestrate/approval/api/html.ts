/**
 * A text as it may stand in HTML, in a template of API Gateway and between the quotes of a text in such a template: letters
 * and a few marks stay, anything else becomes its number. So no quotation mark, `$` or backslash is left, and it does not
 * matter how the template is encoded on its way.
 */
export function htmlText(text: string): string {
  return Array.from(text, (character) =>
    /[\w .,:;/?!()%+=-]/.test(character) ? character : `&#${character.codePointAt(0)};`,
  ).join('');
}

/**
 * A text of an item, in a template that has it in a variable. It was escaped when it was written, and `&` is left as it is
 * for that reason; but whatever was written, nothing breaks out of an element or an attribute.
 */
export function shownText(variable: string): string {
  return [
    `#set($${variable} = $${variable}.replace('<', '&lt;').replace('>', '&gt;'))`,
    `#set($${variable} = $${variable}.replace('"', '&quot;').replace("'", '&apos;'))`,
  ].join('\n');
}
