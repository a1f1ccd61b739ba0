import { cloneJson, type Json } from '../../asl/json';
import type { DoublesOfExecution } from '../doubles';
import type { VirtualClock } from '../execution/clock';
import { RehearsalError } from '../rehearsal-error';
import { inMilliseconds } from '../virtual-duration';

/** The Lambda functions of the app, called by somebody who is not a workflow: a double answers for each. */
export class Functions {
  constructor(
    private readonly clock: VirtualClock,
    private readonly doubles: () => DoublesOfExecution,
  ) {}

  /**
   * Calls a function and waits for its answer. Rejects with what the double throws.
   *
   * @param caller - who calls, for the message that a double is missing: `the pipe 'Orders/Trigger/Pipe'`
   */
  public async invoke(functionArn: string, payload: Json, caller: string): Promise<Json> {
    const unqualified = functionArn.split(':').slice(0, 7).join(':');
    const double = this.doubles().find([functionArn, unqualified]);
    if (double?.fault?.kind === 'fail') {
      const { error, cause } = double.fault;
      throw Object.assign(new Error(cause ?? 'raised by a double'), { name: error ?? 'Error' });
    }
    if (double?.fault) {
      return this.neverAnswer();
    }
    const handler = double?.handler;
    if (!handler) {
      throw new RehearsalError(
        `${caller} calls ${functionArn}, which nothing stands in for; add a double: rehearsal.mock(theFunction, (payload) => …)`,
      );
    }
    return this.clock.hold(async (sleep) => {
      const answer = await handler(cloneJson(payload), {
        state: caller,
        attempt: 1,
        now: new Date(this.clock.now),
        sleep: (duration) => sleep(inMilliseconds(duration)),
      });
      return answer === undefined ? null : (JSON.parse(JSON.stringify(answer)) as Json);
    });
  }

  /** A function that hangs. Whoever calls it gives up by a time limit of its own. */
  private neverAnswer(): Promise<Json> {
    return new Promise<Json>(() => undefined);
  }
}
