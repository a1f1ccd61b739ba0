import type { Subject } from './subject';
import { Synthesis } from './synthesis';
import { type Variant, variantsOf } from './variants';

/** Something that every construct owes its users. */
export interface Quality {
  readonly title: string;
  /** The CDK that it takes to look. */
  readonly since?: string;
  /** What is wrong, a line each; none when all is well. */
  readonly problems: (subject: Subject) => string[];
}

/** A quality of templates, wherever the construct stands. */
export function inEveryVariant(
  title: string,
  problems: (synthesis: Synthesis, subject: Subject) => Iterable<string>,
): Quality {
  return {
    title,
    problems: (subject) =>
      variantsOf(subject).flatMap((variant) =>
        [...problems(synthesisOf(subject, variant), subject)].map((problem) => `${variant.title}: ${problem}`),
      ),
  };
}

const synthesized = new WeakMap<Subject, Map<Variant, Synthesis>>();

/** Synthesized once, however many qualities look at it. */
export function synthesisOf(subject: Subject, variant: Variant): Synthesis {
  const known = synthesized.get(subject) ?? new Map<Variant, Synthesis>();
  synthesized.set(subject, known);
  const synthesis = known.get(variant) ?? Synthesis.of(subject, variant);
  known.set(variant, synthesis);
  return synthesis;
}
