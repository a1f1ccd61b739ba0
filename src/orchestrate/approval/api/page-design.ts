import { createHash } from 'node:crypto';
import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../../../private/errors';
import { accentOf, DEFAULT_ACCENT } from './accent';
import type { ApprovalPage } from './approval-page';
import type { ApprovalPageTexts } from './approval-page-texts';
import { ENGLISH } from './english';
import { htmlText } from './html';
import { pageStyle } from './page-style';

/** What all pages of an API have in common, escaped. */
export interface PageDesign {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly organization: string;
  readonly logoUrl: string;
  readonly style: string;
  readonly texts: Required<ApprovalPageTexts>;
  /** The Content-Security-Policy that lets the page be what it is, and nothing else. */
  readonly policy: string;
}

export function pageDesign(scope: IConstruct, page: ApprovalPage = {}): PageDesign {
  const { organization = '', logoUrl, accentColor = DEFAULT_ACCENT, language = 'en', texts = {} } = page;
  refuseTokens(scope, { organization, logoUrl, accentColor, language }, 'page.');
  refuseTokens(scope, texts, 'page.texts.');
  checkLogo(scope, logoUrl);
  if (!/^#[0-9a-f]{6}$/i.test(accentColor)) {
    throw invalid(scope, `page.accentColor must be a colour such as #1f5fbf, received '${accentColor}'`);
  }
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language)) {
    throw invalid(scope, `page.language must be the tag of a language such as en or de-CH, received '${language}'`);
  }
  const style = pageStyle(accentOf(accentColor));
  return {
    language,
    direction: RIGHT_TO_LEFT.includes(language.split('-')[0].toLowerCase()) ? 'rtl' : 'ltr',
    organization: htmlText(organization),
    logoUrl: htmlText(logoUrl ?? ''),
    style,
    texts: escaped({ ...ENGLISH, ...given(texts) }),
    policy: policyOf(style, logoUrl),
  };
}

const RIGHT_TO_LEFT = ['ar', 'dv', 'fa', 'he', 'ps', 'ur', 'yi'];

/** What is not known yet cannot be escaped, and the policy has a hash of the style. */
function refuseTokens(scope: IConstruct, values: object, path: string): void {
  for (const [name, value] of Object.entries(values)) {
    if (Token.isUnresolved(value)) {
      throw invalid(
        scope,
        `${path}${name} must be known when the app is synthesized, because it is escaped then, received a token: write it as a text`,
      );
    }
  }
}

/** https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy */
function checkLogo(scope: IConstruct, logoUrl: string | undefined): void {
  if (logoUrl === undefined) return;
  const isPicture = /^data:image\/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/.test(logoUrl);
  const isAddress = /^https:\/\/[a-z0-9.-]+(:\d+)?\/[\w\-./~%?&=+,:@]*$/i.test(logoUrl);
  if (!isPicture && !isAddress) {
    const received = logoUrl.length > 80 ? `${logoUrl.slice(0, 80)}…` : logoUrl;
    throw invalid(
      scope,
      `page.logoUrl must be an address such as https://example.com/logo.png, or a picture as data:image/png;base64,…, received '${received}'`,
    );
  }
  if (logoUrl.length > LONGEST_LOGO) {
    throw invalid(
      scope,
      `page.logoUrl must have at most ${LONGEST_LOGO} characters, because every page has it, received ${logoUrl.length}: take an address, or a smaller picture`,
    );
  }
}

const LONGEST_LOGO = 8192;

function given(texts: ApprovalPageTexts): ApprovalPageTexts {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined));
}

function escaped(texts: Required<ApprovalPageTexts>): Required<ApprovalPageTexts> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, htmlText(text)]),
  ) as unknown as Required<ApprovalPageTexts>;
}

/** No script at all, the style by its hash, pictures from where the logo is; the form goes back to where it came from. */
function policyOf(style: string, logoUrl: string | undefined): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const pictures =
    logoUrl === undefined ? [] : [`img-src ${logoUrl.startsWith('data:') ? 'data:' : new URL(logoUrl).origin}`];
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    ...pictures,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
