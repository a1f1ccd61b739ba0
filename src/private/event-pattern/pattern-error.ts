/** A pattern that EventBridge refuses, in its words: `Event pattern is not valid. Reason: Empty arrays are not allowed`. */
export class EventPatternError extends Error {
  public override readonly name = 'InvalidEventPatternException';

  constructor(public readonly reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
  }
}
