/**
 * Where a request says which execution it means. A request that is sent again with the same key starts no second
 * execution; without a key each request starts one, the second try of a client too.
 *
 * The key becomes the name of the execution: 1 to 80 letters, digits, `_`, `-` and `.`, beginning with a letter or a digit.
 * It is remembered for 90 days after the execution has ended. All callers share the keys of a state machine: whoever
 * sends the key of somebody else is told that it exists.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export class IdempotencyKey {
  /**
   * A header that each request must have.
   *
   * @param name - the name of the header, `Idempotency-Key` unless given
   */
  public static header(name = 'Idempotency-Key'): IdempotencyKey {
    return new IdempotencyKey({ place: 'header', name });
  }

  /**
   * A member of the body, a text that each request must have.
   *
   * @param name - the name of the member, such as `orderId`
   */
  public static bodyField(name: string): IdempotencyKey {
    return new IdempotencyKey({ place: 'body', name });
  }

  /** No key: every request starts an execution. */
  public static none(): IdempotencyKey {
    return new IdempotencyKey({ place: 'none', name: '' });
  }

  /** @internal */
  public readonly _place: KeyPlace;

  private constructor(place: KeyPlace) {
    this._place = place;
  }
}

/** @internal */
export interface KeyPlace {
  readonly place: 'header' | 'body' | 'none';
  readonly name: string;
}
