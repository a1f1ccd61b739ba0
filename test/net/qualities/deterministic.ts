import type { Quality } from '../quality';
import { Synthesis } from '../synthesis';
import { variantsOf } from '../variants';

/** A synthesis that differs without a change deploys without a change. */
export const deterministic: Quality = {
  title: 'two syntheses are equal to the byte',
  problems: (subject) =>
    variantsOf(subject).flatMap((variant) => {
      const [first, second] = [0, 1].map(() =>
        [...Synthesis.of(subject, variant).templates].map(([stack, template]) => [
          stack.stackName,
          JSON.stringify(template),
        ]),
      );
      return first.flatMap(([stack, template], index) =>
        template === second[index]?.[1] ? [] : [`${variant.title}: the template of ${stack} differs`],
      );
    }),
};
