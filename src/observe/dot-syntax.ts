/** Attributes as Graphviz calls them: https://graphviz.org/doc/info/attrs.html */
export type DotAttributes = Readonly<Record<string, string | number | undefined>>;

/** An attribute list with a space before it; nothing where there is nothing to say. */
export function listed(attributes: DotAttributes): string {
  const said = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return said.length === 0 ? '' : ` [${said.map(([name, value]) => `${name}=${quoted(String(value))}`).join(', ')}]`;
}

/** A text as a label that shows just that: in labels a backslash escapes, and `&amp;` and the like are characters. */
export function shownAs(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/\\/g, '\\\\');
}

/** In a quoted string the quote is all that has to be escaped; a backslash before its end would escape that. */
function quoted(value: string): string {
  return `"${value.replace(/"/g, '\\"')}"`;
}
