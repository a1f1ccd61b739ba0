import type { World } from '../../execution/world';
import type { PutEvent } from '../../integrations/event-buses';
import { RehearsalError } from '../../rehearsal-error';

/** Longer than anybody means a chain of events to be. */
const LONGEST = 100;
const RULES_SHOWN = 5;

/** What led to something: so many rules, these the last of them. */
interface Chain {
  readonly length: number;
  readonly rules: readonly string[];
}

const BEGINNING: Chain = { length: 0, rules: [] };

/**
 * Which events came of which: an execution that a rule started puts an event that a rule takes, and so on. A workflow
 * that sets itself off would keep a rehearsal busy for ever, as it keeps an account.
 */
export class EventChains {
  /** By the ARN of the execution or rule that came of an event. */
  private readonly chains = new Map<string, Chain>();

  constructor(private readonly world: World) {}

  /**
   * Does what a rule does with an event that may lead to others, and notes that it did.
   *
   * @param act - gives the ARN of what may put events now; not called when the chain is too long
   */
  public extend({ putBy, replayedBy }: PutEvent, rule: string, act: () => string): void {
    const { length, rules } = this.chainOf(replayedBy ?? putBy);
    const last = [...new Set([...rules, rule])].slice(-RULES_SHOWN);
    if (length + 1 > LONGEST) {
      throw new RehearsalError(
        `events go round in circles: ${LONGEST} times an event has come of the one before, by way of ${last.join(', ')}; ` +
          'something that is started by events does again what they tell of',
      );
    }
    this.chains.set(act(), { length: length + 1, rules: last });
  }

  /** An execution that another started continues what led to that one. */
  private chainOf(arn: string): Chain {
    for (let at: string | undefined = arn; at !== undefined; at = this.parentOf(at)) {
      const known = this.chains.get(at);
      if (known) {
        return known;
      }
    }
    return BEGINNING;
  }

  private parentOf(arn: string): string | undefined {
    return this.world.all.find(({ children }) => children.some((child) => child.arn === arn))?.arn;
  }
}
