import type { ApprovalPageTexts } from './approval-page-texts';

/** How the page of an approval looks, and what it says. All of it is known when the app is synthesized. */
export interface ApprovalPage {
  /**
   * Whose page it is: a name at its top, and in the title of the window.
   *
   * @default - none
   */
  readonly organization?: string;

  /**
   * A picture at the top of the page: an address that begins with `https://`, or the picture itself as
   * `data:image/png;base64,…`, at most 8,192 characters. Whoever serves the picture learns when the page is opened, but not
   * which page.
   *
   * @default - none
   */
  readonly logoUrl?: string;

  /**
   * Colour of the button that approves and of a line at the top, such as `#0b5fff`. What is written on it becomes black or
   * white, whichever is easier to read.
   *
   * @default '#1f5fbf'
   */
  readonly accentColor?: string;

  /**
   * Language of the texts, as HTML has it: `en`, `de-CH`. Some are written from right to left, and so is the page then.
   *
   * @default 'en'
   */
  readonly language?: string;

  /**
   * What the page says.
   *
   * @default - English
   */
  readonly texts?: ApprovalPageTexts;
}
