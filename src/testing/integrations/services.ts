import { Queues } from './queues';

/** The AWS services that work in memory, shared by all executions of a rehearsal. */
export class Services {
  public readonly queues: Queues;

  constructor(resolve: (text: string) => string) {
    this.queues = new Queues(resolve);
  }
}
