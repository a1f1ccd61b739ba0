import type { Row } from '../rows';
import type { ChoreographyCounts } from './measure';

/**
 * For a million, in US East (N. Virginia), as of November 2026; without what the functions cost.
 * https://aws.amazon.com/step-functions/pricing/ https://aws.amazon.com/eventbridge/pricing/
 * https://aws.amazon.com/dynamodb/pricing/on-demand/
 */
const TRANSITION = 25;
const EXPRESS_REQUEST = 1;
/** 64 MB for a second. */
const EXPRESS_SECOND = (64 / 1024) * 16.67;
const EVENT = 1;
const WRITE = 0.625;

export function dollarsPerMillion(counts: ChoreographyCounts): number {
  const { transitions, expressRequests, expressSeconds, events, writes } = counts;
  return (
    transitions * TRANSITION +
    expressRequests * EXPRESS_REQUEST +
    expressSeconds * EXPRESS_SECOND +
    events * EVENT +
    writes * WRITE
  );
}

/** Beside an orchestrated saga of the same steps, which takes 4 transitions, or 7 when step 3 fails. */
export function choreographyRows(all: readonly ChoreographyCounts[]): Row[] {
  return all.map((counts) => {
    const orchestrated = (counts.title.includes('fails') ? 7 : 4) * TRANSITION;
    const dollars = dollarsPerMillion(counts);
    return {
      what: `${counts.title}: ${counts.transitions} transitions, ${counts.expressRequests} Express requests, ${counts.events} events, ${counts.writes} writes`,
      ours: `$${dollars.toFixed(0)}`,
      handwritten: `$${orchestrated}`,
      ratio: (dollars / orchestrated).toFixed(2),
    };
  });
}
