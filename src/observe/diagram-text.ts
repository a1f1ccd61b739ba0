import type { DiagramEdge } from './diagram';

const MAX_LABEL_CHARACTERS = 48;

/** What stands at an arrow: a choice's condition may be as long as a program. */
export function edgeLabel({ label, kind }: DiagramEdge): string | undefined {
  const characters = [...(label ?? (kind === 'default' ? 'otherwise' : ''))];
  if (characters.length === 0) return undefined;
  return characters.length > MAX_LABEL_CHARACTERS
    ? `${characters.slice(0, MAX_LABEL_CHARACTERS - 1).join('')}…`
    : characters.join('');
}
