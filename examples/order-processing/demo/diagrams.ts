import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rehearsal } from 'cdk-workflows/testing';
import { diagramOf } from '../../../src/observe/diagram';
import { dotOf } from '../../../src/observe/dot';
import { mermaidOf } from '../../../src/observe/mermaid';
import { diagramPage } from './diagram-page';
import type { OrderRow } from './order-row';

type Definition = Rehearsal['definition'];

/** Draws the state machine, as Markdown and as a page for a browser, and returns where the two are. */
export async function writeDiagrams(
  definition: Definition,
  rows: readonly OrderRow[],
  folder: string,
): Promise<{ markdown: string; page: string }> {
  const markdown = join(folder, 'diagram.md');
  const page = join(folder, 'diagram.html');
  mkdirSync(folder, { recursive: true });
  writeFileSync(markdown, markdownOf(definition, rows));
  const marks = rows.map((row) => ({ row, ids: idsOnPath(definition, row) }));
  writeFileSync(page, diagramPage(await pictureOf(definition), marks));
  return { markdown, page };
}

/** The whole state machine, and the way of the order that went worst. */
export function markdownOf(definition: Definition, rows: readonly OrderRow[]): string {
  const worst =
    rows.find(({ outcome }) => outcome === 'not undone') ?? rows.find(({ outcome }) => outcome === 'undone');
  const chart = (path?: readonly string[]) => `\`\`\`mermaid\n${mermaidOf(definition, { path })}\`\`\`\n`;
  return [
    '# The order saga\n',
    'Solid arrows lead on, dotted ones after an error; without a name, after any error.\n',
    chart(),
    ...(worst
      ? [`## The way of order ${worst.order}: ${worst.error}\n`, `${worst.about}.\n`, chart(statesOn(worst))]
      : []),
  ].join('\n');
}

function statesOn({ path }: OrderRow): string[] {
  return path.map(({ state }) => state);
}

/** What a page has to mark in the picture. */
function idsOnPath(definition: Definition, row: OrderRow): string[] {
  const { states, edges } = diagramOf(definition, { path: statesOn(row) });
  return [...states, ...edges].filter(({ onPath }) => onPath).map(({ id }) => id);
}

async function pictureOf(definition: Definition): Promise<string> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const svg = (await Graphviz.load()).layout(dotOf(definition), 'svg', 'dot');
  return svg.slice(svg.indexOf('<svg'));
}
