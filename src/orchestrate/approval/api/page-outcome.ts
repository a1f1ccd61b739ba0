import { firstOf, type Way } from '../../../private/rest-api/velocity';

/** What a page says in one case, in a template in which `$code`, `$heading` and `$text` are taken from it. */
export interface PageOutcome {
  readonly when: string;
  readonly status: number;
  readonly heading: string;
  readonly text: string;
  /** More that the template has to know. */
  readonly also?: string;
}

/** Takes the first outcome that applies. Each has to say everything: what is set stays set. */
export function chooseOutcome(outcomes: readonly PageOutcome[], otherwise: Omit<PageOutcome, 'when'>): string {
  return firstOf(
    outcomes.map((outcome): Way => ({ when: outcome.when, text: taken(outcome) })),
    taken(otherwise),
  );
}

function taken({ status, heading, text, also }: Omit<PageOutcome, 'when'>): string {
  return [
    `#set($code = ${status})`,
    `#set($heading = '${heading}')`,
    `#set($text = '${text}')`,
    ...(also ? [also] : []),
  ].join('\n');
}
