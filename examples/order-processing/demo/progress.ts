import type { Paint } from './paint';
import { duration } from './table';

/** Says on standard error what takes time just now: one line for each phase. */
export class Progress {
  public constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly paint: Paint,
  ) {}

  public async during<T>(phase: string, work: () => T | Promise<T>): Promise<T> {
    const before = performance.now();
    this.stream.write(this.stream.isTTY ? `… ${phase}` : `… ${phase}\n`);
    const result = await work();
    const took = duration(performance.now() - before);
    if (this.stream.isTTY) this.stream.write(`\r${this.paint('green', '✓')} ${phase} ${this.paint('dim', took)}\n`);
    return result;
  }
}
