/** A block of TypeScript in a page that readers will copy. */
export interface Example {
  readonly page: string;
  /** The line of the page where the code begins, counted from 1. */
  readonly line: number;
  readonly code: string;
  /** The file in rosetta/ that holds what the page takes for granted, or undefined for a complete program. */
  readonly fixture: string | undefined;
}

const BLOCK = /^```(?:ts|typescript)\b([^\n]*)\n([\s\S]*?)^```$/gm;

export function examplesOf(page: string, markdown: string): Example[] {
  return [...markdown.matchAll(BLOCK)].map((block) => {
    const [, info, code] = block;
    return {
      page,
      line: markdown.slice(0, block.index).split('\n').length + 1,
      code,
      fixture: fixtureOf(info, code),
    };
  });
}

/** The page without the examples that only TypeScript can have: rehearsals are not part of the jsii assembly. */
export function withoutRehearsals(markdown: string): string {
  return markdown.replace(BLOCK, (block, _info, code) => (isRehearsal(code) ? '' : block));
}

/** The words after the language are rosetta's own: `nofixture` and `fixture=<name>`. */
function fixtureOf(info: string, code: string): string | undefined {
  if (/\bnofixture\b/.test(info)) return undefined;
  return /\bfixture=([\w-]+)/.exec(info)?.[1] ?? (isRehearsal(code) ? 'rehearsal' : 'default');
}

function isRehearsal(code: string): boolean {
  return code.includes("'cdk-workflows/testing'");
}
