/** Where a batch got stuck. */
export type PipeStage = 'ENRICHMENT' | 'TARGET';

/** A batch, or a part of it, that has to come again: it did not get through a stage of the pipe. */
export class PipeFailure extends Error {
  public override readonly name = 'PipeFailure';

  /**
   * @param code - the error as the called service names it: `AccessDeniedException`
   */
  constructor(
    public readonly stage: PipeStage,
    public readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
