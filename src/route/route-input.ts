/**
 * What of an event the first state of a definition gets as its input.
 *
 * An `EventRoutedWorkflow` maps it itself, not by an input transformer of its rule, so that no quotation mark or line break
 * in the event can break it. For the targets of an `EventRouter` EventBridge maps it, which can do less: see there.
 *
 * @example
 * RouteInput.fromObject({ orderId: '{% $event.detail.orderId %}', channel: 'events' });
 */
export class RouteInput {
  /**
   * The event as EventBridge delivers it: `{ "version", "id", "detail-type", "source", "account", "time", "region",
   * "resources", "detail" }`, and `replay-name` in those of a replay.
   */
  public static wholeEvent(): RouteInput {
    return new RouteInput();
  }

  /** The `detail` of the event; `null` if there is none, which only happens to executions that somebody starts by hand. */
  public static detailOnly(): RouteInput {
    return new RouteInput('{% $event.detail %}');
  }

  /**
   * An object. Its texts between `{%` and `%}` are JSONata expressions that may use `$event`; they give `null` where there
   * is nothing. An expression that fails, such as one that adds a text, ends the execution with
   * `States.QueryEvaluationError`.
   */
  public static fromObject(fields: { [field: string]: unknown }): RouteInput {
    return new RouteInput(fields);
  }

  private constructor(
    /**
     * As the user wrote it; undefined for the whole event.
     *
     * @internal
     */
    public readonly _mapped?: unknown,
  ) {}

  /**
   * The Output of the state that maps it; undefined where there is nothing to map.
   *
   * @internal
   */
  public _output(): unknown {
    return this._mapped === undefined ? undefined : withEvent(this._mapped);
  }
}

/** What the user's expressions may use. */
export function eventExpression(jsonata: string): string {
  return `($event := $states.input; ${jsonata})`;
}

/** The expression in a text between `{%` and `%}`; undefined for another text. */
export function jsonataIn(text: string): string | undefined {
  return /^\{%(.*)%\}$/s.exec(text)?.[1].trim();
}

/** An undefined value would end the execution. */
function withEvent(value: unknown): unknown {
  if (typeof value === 'string') {
    const jsonata = jsonataIn(value);
    const orNull = `$value := (${jsonata}); $exists($value) ? $value : null`;
    return jsonata === undefined ? value : `{% ${eventExpression(orNull)} %}`;
  }
  if (Array.isArray(value)) return value.map(withEvent);
  if (typeof value !== 'object' || value === null || 'resolve' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([field, member]) => [field, withEvent(member)]));
}
