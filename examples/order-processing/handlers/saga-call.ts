/** What the saga calls an action with. */
export interface ActionCall<Input> {
  readonly input: Input;
  /** What the steps so far returned, by their names. */
  readonly results: Readonly<Record<string, unknown>>;
  readonly step: string;
  /** The same whenever this call is retried. */
  readonly idempotencyKey: string;
}

/** What the saga calls a compensation with. */
export interface CompensationCall<Input> extends ActionCall<Input> {
  /** What the action returned; null when nobody knows. */
  readonly result: unknown;
  /** The failure that is being compensated. */
  readonly failure: { readonly step: string; readonly error: string; readonly cause: string };
}
