/** A block of TypeScript in a page that readers will copy. */
export interface Example {
  readonly page: string;
  /** The line of the page where the code begins, counted from 1. */
  readonly line: number;
  readonly code: string;
  /** The file in rosetta/ that holds what the page takes for granted; undefined: the block is complete by itself. */
  readonly fixture: string | undefined;
  /** The file that the page says the block is: its introduction begins with the file's name in backticks. */
  readonly file: string | undefined;
}

const BLOCK = /^```(?:ts|typescript)\b([^\n]*)\n([\s\S]*?)^```$/gm;

export function examplesOf(page: string, markdown: string): Example[] {
  return [...markdown.matchAll(BLOCK)].map((block) => {
    const [, info, code] = block;
    const before = markdown.slice(0, block.index);
    return {
      page,
      line: before.split('\n').length + 1,
      code,
      fixture: fixtureOf(info),
      file: /^`([\w./-]+\.ts)`/.exec(before.trimEnd().split('\n').at(-1) ?? '')?.[1],
    };
  });
}

/**
 * The page without examples in other fixtures than the default one: those are files of TypeScript users, like tests,
 * which nobody translates.
 */
export function translatableOnly(markdown: string): string {
  return markdown.replace(BLOCK, (block, info) => (fixtureOf(info) === 'default' ? block : ''));
}

/** The words after the language are rosetta's own: `nofixture` and `fixture=<name>`. */
function fixtureOf(info: string): string | undefined {
  if (/\bnofixture\b/.test(info)) return undefined;
  return /\bfixture=([\w-]+)/.exec(info)?.[1] ?? 'default';
}
