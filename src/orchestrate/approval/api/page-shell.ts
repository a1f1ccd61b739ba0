import type { PageDesign } from './page-design';

/**
 * A whole page. It needs no script, and is as good on paper and in a screen reader as it is on a screen.
 *
 * @param title - for the window; HTML
 * @param content - HTML
 */
export function pageShell(design: PageDesign, title: string, content: string): string {
  const { language, direction, organization, logoUrl, style } = design;
  const logo = logoUrl === '' ? '' : `<img src="${logoUrl}" alt="">`;
  const name = organization === '' ? '' : `<span>${organization}</span>`;
  return [
    `<!DOCTYPE html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}${organization === '' ? '' : ` - ${organization}`}</title><style>${style}</style></head><body>`,
    `<header>${logo}${name}</header>`,
    `<main>${content}</main></body></html>`,
  ].join('\n');
}

/** A heading with a sentence below it. */
export function messageContent(heading: string, text: string): string {
  return `<h1>${heading}</h1>\n<p role="status">${text}</p>`;
}
