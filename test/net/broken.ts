import type { Construct, IConstruct } from 'constructs';
import { functionsIn } from './neighbours';
import type { Quality } from './quality';
import type { Subject } from './subject';
import { variants } from './variants';

/** What a quality says about a construct built to break it. */
export function problemsOf(
  quality: Quality,
  build: (scope: Construct, neighbours: Construct) => IConstruct | undefined,
  more: Partial<Subject> = {},
): string[] {
  return quality.problems({
    name: 'Broken',
    variants: variants.slice(0, 1),
    build: (scope, neighbours) => build(scope, neighbours) ?? scope,
    ...more,
  });
}

/** Any function to call. */
export const functionIn = (neighbours: Construct) => functionsIn(neighbours)('Function');
