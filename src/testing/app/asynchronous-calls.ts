import type { Json } from '../../asl/json';
import { RehearsalError } from '../rehearsal-error';
import type { RehearsedApp } from './rehearsed-app';

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const WAITS_MS = [60_000, 120_000];

/** Functions that Lambda calls for somebody who does not wait. */
export class AsynchronousCalls {
  constructor(private readonly app: RehearsedApp) {}

  /**
   * Calls a function now, and again one and two minutes later as long as it fails. Then the event is gone, or lies in the
   * dead-letter queue of the function.
   *
   * @param caller - for the message that a double is missing: `the rule 'Orders/Trigger/Rule'`
   */
  public invoke(functionArn: string, payload: Json, caller: string): void {
    this.app.begin(() => this.attempt(functionArn, payload, caller, 0));
  }

  private async attempt(functionArn: string, payload: Json, caller: string, failures: number): Promise<void> {
    try {
      await this.app.functions.invoke(functionArn, payload, caller);
    } catch (error) {
      if (error instanceof RehearsalError) {
        throw error;
      }
      if (failures < WAITS_MS.length) {
        this.app.beginAfter(WAITS_MS[failures], () => this.attempt(functionArn, payload, caller, failures + 1));
      } else {
        this.giveUp(functionArn, payload, error as Error);
      }
    }
  }

  private giveUp(functionArn: string, payload: Json, error: Error): void {
    const unqualified = functionArn.split(':').slice(0, 7).join(':');
    const { DeadLetterConfig } = this.app.resources.find('AWS::Lambda::Function', unqualified)?.properties ?? {};
    const queue = (DeadLetterConfig as { TargetArn?: string } | undefined)?.TargetArn;
    if (queue !== undefined && /^arn:[\w-]+:sqs:/.test(queue)) {
      this.app.deadLetters.send(queue, JSON.stringify(payload), functionArn, {
        ERROR_CODE: '200',
        ERROR_MESSAGE: error.message,
      });
    }
  }
}
