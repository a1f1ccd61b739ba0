import { queueKey } from '../integrations/queues';
import { queueSettings, ReceivableQueue } from './receivable-queue';
import type { RehearsedApp } from './rehearsed-app';

/** The queues of which somebody receives messages: several consumers of one queue share its messages. */
export class ReceivableQueues {
  private readonly queues = new Map<string, ReceivableQueue>();

  constructor(private readonly app: RehearsedApp) {}

  /** @param queueArn - of a queue that is in no template, everything is as SQS has it by default */
  public of(queueArn: string): ReceivableQueue {
    const key = queueKey(queueArn);
    const known = this.queues.get(key);
    if (known) {
      return known;
    }
    const { world, services, resources, deadLetters, random } = this.app;
    const properties = resources.find('AWS::SQS::Queue', queueArn)?.properties ?? {};
    const settings = queueSettings(properties, queueArn.endsWith('.fifo'));
    const queue = new ReceivableQueue(settings, world.clock, random, (message, deadLetterQueueArn) =>
      deadLetters.move(deadLetterQueueArn, message, queueArn),
    );
    for (const message of services.queues.sent(queueArn)) {
      queue.add(message);
    }
    services.queues.arrivals.add(({ queue: at, message }) => {
      if (at === key) queue.add(message);
    });
    this.queues.set(key, queue);
    return queue;
  }
}
