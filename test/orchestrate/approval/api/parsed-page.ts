import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterTypes, type ParserError, parse } from 'parse5';
import type { ApiResponse } from '../../../../src/testing';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** A page as a browser understands it. */
export class ParsedPage {
  public readonly errors: string[] = [];
  private readonly elements: Element[] = [];

  constructor(html: string) {
    const document = parse(html, {
      sourceCodeLocationInfo: true,
      onParseError: ({ code }: ParserError) => this.errors.push(code),
    });
    this.collect(document);
  }

  /** Elements with their attributes, but without the texts of either. */
  public get structure(): string[] {
    return this.elements.map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)].join(' '));
  }

  public all(tagName: string): Element[] {
    return this.elements.filter((element) => element.tagName === tagName);
  }

  /** The texts of all elements of a name. */
  public texts(tagName: string): string[] {
    return this.all(tagName).map(textOf);
  }

  public textsOfClass(name: string): string[] {
    return this.elements.filter((element) => attribute(element, 'class') === name).map(textOf);
  }

  private collect(node: Node): void {
    if ('tagName' in node) this.elements.push(node);
    for (const child of 'childNodes' in node ? node.childNodes : []) this.collect(child);
  }
}

export function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((each) => each.name === name)?.value;
}

export function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

/** What every page owes to those who read it with their eyes, with a keyboard or with their ears, and to its own policy. */
export function expectGoodPage({ text, headers }: ApiResponse, language = 'en'): ParsedPage {
  const page = new ParsedPage(text);
  expect(page.errors).toEqual([]);
  const [html] = page.all('html');
  expect(attribute(html, 'lang')).toBe(language);
  expect(page.texts('title')).toEqual([expect.stringMatching(/\S/)]);
  expect(page.texts('h1')).toEqual([expect.stringMatching(/\S/)]);
  expect(page.all('main')).toHaveLength(1);
  expect(page.all('script')).toEqual([]);
  expect(page.structure.filter((element) => /\b(on\w+|style|target|http-equiv)\b/.test(element))).toEqual(['style']);
  expect(text.match(/https?:/g)).toBeNull();

  const labelled = page.all('label').map((label) => attribute(label, 'for'));
  const controls = [...page.all('textarea'), ...page.all('select')].map((control) => attribute(control, 'id'));
  expect(controls).toEqual(labelled);
  for (const button of page.texts('button')) expect(button).toMatch(/\S/);

  const [style] = page.texts('style');
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
  return page;
}
