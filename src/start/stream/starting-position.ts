/**
 * Where in a stream or a topic a new trigger begins to read. There is no default, because either one may hurt: what was
 * there before starts executions, or what comes while the trigger is being made does not.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeSourceKinesisStreamParameters.html
 */
export class StartingPosition {
  /**
   * With what comes from now on. What arrives while the pipe is being made or changed, which takes a minute or more, may be
   * left out.
   */
  public static latest(): StartingPosition {
    return new StartingPosition('LATEST');
  }

  /** With the oldest record that is still there: all of them start an execution. */
  public static trimHorizon(): StartingPosition {
    return new StartingPosition('TRIM_HORIZON');
  }

  /** With what arrived at some moment or later. Kinesis only. */
  public static atTimestamp(moment: Date): StartingPosition {
    return new StartingPosition('AT_TIMESTAMP', moment);
  }

  private constructor(
    /**
     * @internal
     */
    public readonly _name: 'LATEST' | 'TRIM_HORIZON' | 'AT_TIMESTAMP',
    /**
     * @internal
     */
    public readonly _moment?: Date,
  ) {}
}
