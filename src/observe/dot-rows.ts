import type { DiagramEdge, DiagramGroup, DiagramState } from './diagram';

/**
 * Who stands beside whom when a group is drawn from top to bottom.
 *
 * What a catcher goes to stands in the row of the state that failed, so that a saga becomes a U: its steps go down on the
 * left, its compensations come up beside them. Ends to which only the way back leads stand above all the rest then.
 */
export class DotRows {
  private readonly states: ReadonlyMap<string, DiagramState>;
  /** For each state that stands beside another: the first whose catcher leads here. */
  private readonly caughtFrom = new Map<string, string>();
  private readonly wayBackRises: boolean;

  public constructor(private readonly group: DiagramGroup) {
    this.states = new Map(group.states.map((state) => [state.id, state]));
    for (const { from, to, kind } of group.edges) {
      if (kind === 'catch' && !this.caughtFrom.has(to) && this.canStandBeside(to, from)) this.caughtFrom.set(to, from);
    }
    const wayBack = group.edges.filter(({ from, to }) => this.caughtFrom.has(from) && this.caughtFrom.has(to));
    this.wayBackRises = wayBack.some(({ from, to }) => this.rowOf(to) < this.rowOf(from));
  }

  /** Ids of those that share a row, from left to right. */
  public get shared(): string[][] {
    const rows = new Map<number, string[]>();
    for (const { id } of [...this.group.states].sort((a, b) => a.failures - b.failures)) {
      const row = this.rowOf(id);
      if (row !== ABOVE_ALL) rows.set(row, [...(rows.get(row) ?? []), id]);
    }
    return [...rows.values()].filter((ids) => ids.length > 1);
  }

  public isLevel({ from, to }: DiagramEdge): boolean {
    return this.rowOf(from) === this.rowOf(to);
  }

  /** Whether an arrow leads upwards. One back to the way forward is a loop, which Graphviz sees by itself. */
  public rises({ from, to }: DiagramEdge): boolean {
    const placed = this.caughtFrom.has(to) || this.standsAboveAll(to);
    return placed && this.rowOf(to) < this.rowOf(from);
  }

  private canStandBeside(to: string, from: string): boolean {
    const [next, failed] = [this.state(to), this.state(from)];
    const areBoxes = next.groups.length === 0 && failed.groups.length === 0;
    return areBoxes && next.failures === failed.failures + 1 && !isEnd(next);
  }

  private rowOf(id: string): number {
    const from = this.caughtFrom.get(id);
    if (from !== undefined) return this.rowOf(from);
    return this.standsAboveAll(id) ? ABOVE_ALL : this.group.states.indexOf(this.state(id));
  }

  private standsAboveAll(id: string): boolean {
    const state = this.state(id);
    return this.wayBackRises && state.failures > 0 && isEnd(state);
  }

  private state(id: string): DiagramState {
    return this.states.get(id) as DiagramState;
  }
}

const ABOVE_ALL = -1;

function isEnd({ type }: DiagramState): boolean {
  return type === 'Fail' || type === 'Succeed';
}
