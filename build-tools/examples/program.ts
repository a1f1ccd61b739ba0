import { readFileSync } from 'node:fs';
import type { Example } from './example';

/** A file for the compiler, and how its lines map back to the page. */
export interface Program {
  readonly text: string;
  /** The line of the page for a line of the program, both counted from 1; undefined for lines of the fixture. */
  pageLine(programLine: number): number | undefined;
}

/**
 * Puts an example into its fixture: imports and `declare` first, the rest in place of `/// here`, as rosetta
 * does for doc comments.
 */
export function programOf(example: Example): Program {
  const { fixture } = example;
  const own = example.code.split('\n').map((text, index) => ({ text, line: example.line + index }));
  const lines = fixture === undefined ? own : within(readFileSync(`rosetta/${fixture}.ts-fixture`, 'utf8'), own);
  // Without import or export a file is a script, and its names would be seen by the other examples.
  const text = `${lines.map((line) => line.text).join('\n')}\nexport {};\n`;
  return { text, pageLine: (programLine) => lines[programLine - 1]?.line };
}

interface Line {
  readonly text: string;
  readonly line?: number;
}

function within(fixture: string, own: Line[]): Line[] {
  const outside = outsideLines(own);
  const rest = own.filter((line) => !outside.has(line));
  const body = fixture.split('\n').flatMap((text): Line[] => (/^\s*\/\/\/ here\s*$/.test(text) ? rest : [{ text }]));
  return [...outside, ...body];
}

/** The lines of statements that cannot stand in a function; each may be longer than one line. */
function outsideLines(own: Line[]): Set<Line> {
  const outside = new Set<Line>();
  let inside = false;
  for (const line of own) {
    inside ||= /^(?:import|declare)\b/.test(line.text);
    if (inside) outside.add(line);
    if (/;\s*$/.test(line.text)) inside = false;
  }
  return outside;
}
