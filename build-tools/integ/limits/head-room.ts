import Table from 'cli-table3';
import type { Use } from './template-limits';

/** Of each limit the one that takes most of it, the fullest first. */
export function fullest(uses: readonly Use[]): Use[] {
  const most = new Map<string, Use>();
  for (const use of uses) {
    if (use.used > (most.get(use.limit)?.used ?? -1)) most.set(use.limit, use);
  }
  return [...most.values()].sort((one, other) => share(other) - share(one));
}

/** Those that CloudFormation or the service would refuse. */
export function tooMuch(uses: readonly Use[]): Use[] {
  return uses.filter(({ used, most }) => used > most);
}

export function headRoomTable(usesByApp: ReadonlyMap<string, readonly Use[]>): string {
  const table = new Table({
    head: ['app', 'limit', 'used', 'of', 'head-room', 'by'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const [app, uses] of usesByApp) {
    for (const [place, use] of fullest(uses).entries()) {
      const { limit, used, most, by } = use;
      const left = `${Math.floor(100 - share(use) * 100)} %`;
      table.push([place === 0 ? app : '', limit, number(used), number(most), used > most ? '✖ none' : left, by]);
    }
  }
  return table.toString();
}

function share({ used, most }: Use): number {
  return used / most;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
