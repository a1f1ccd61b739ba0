import type { IConstruct } from 'constructs';
import { invalid } from '../private/errors';
import type { EventFilter } from './event-filter';
import { type Event, exampleEvents, tryExamples } from './pattern/example-event';
import { ANY_EVENT, anyOfPatterns, checkPattern, NO_REPLAYS } from './pattern/joined-patterns';
import { KnownPattern } from './pattern/known-pattern';
import { type Pattern, renderFilter } from './pattern/rendered-pattern';

/** Which events a route takes. */
export interface EventRouteOptions extends EventFilter {
  /**
   * Other filters, of which one must match too: `$or` of EventBridge.
   *
   * @default - none
   */
  readonly anyOf?: EventFilter[];

  /**
   * Says that a route without `source` or without `detailType` is meant. It takes events that do not exist yet, too.
   *
   * @default false
   */
  readonly allowAny?: boolean;

  /**
   * Whether events count that a replay of an archive sends again. A replay sends to every rule of the bus that is not
   * left out of it, and what was done once would be done again.
   *
   * @default false
   */
  readonly acceptReplays?: boolean;

  /**
   * Events that must match, tried at synthesis; in parts, for what is left out is filled in: of `source`, `detail-type`,
   * `account` and `region` what the route says, and what every event has. `[{ detail: { total: 150 } }]`
   *
   * @default - none
   */
  readonly examples?: { [field: string]: unknown }[];

  /**
   * Events that must not match, tried at synthesis, filled in like `examples`.
   *
   * @default - none
   */
  readonly counterExamples?: { [field: string]: unknown }[];
}

/**
 * Which events are meant: an event pattern of EventBridge, tried at synthesis with the rules by which EventBridge matches.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 *
 * @example
 * EventRoute.of({
 *   source: ['com.example.orders'],
 *   detailType: ['Order Placed'],
 *   detail: { total: EventMatch.numeric('>', 100) },
 *   examples: [{ detail: { total: 100.5 } }],
 *   counterExamples: [{ detail: { total: 100 } }, { detail: {} }],
 * });
 */
export class EventRoute {
  /** A route for events that match all that is said here. */
  public static of(options: EventRouteOptions): EventRoute {
    return new EventRoute(options);
  }

  /** Whether events of replays match. */
  public readonly acceptsReplays: boolean;

  private constructor(private readonly options: EventRouteOptions) {
    this.acceptsReplays = options.acceptReplays ?? false;
  }

  /**
   * One pattern for several routes, so that an event that two of them match is one event. Throws where one of them is no
   * pattern, or examples of it are wrong.
   *
   * @param prop - what the user calls the list: `routes`
   *
   * @internal
   */
  public static _patternOf(scope: IConstruct, prop: string, routes: readonly EventRoute[]): Pattern {
    if (routes.length === 1) return routes[0]._pattern(scope, `${prop}[0]`);
    const filters = routes.map((route, index) => route.filter(scope, `${prop}[${index}]`));
    const pattern = routes.some(({ acceptsReplays }) => acceptsReplays)
      ? anyOfPatterns(
          filters.map((filter, index) => routes[index].withReplays(filter)),
          {},
        )
      : anyOfPatterns(filters, NO_REPLAYS);
    checkPattern(scope, prop, pattern);
    return pattern;
  }

  /**
   * The pattern. Throws where it is none, or examples of it are wrong.
   *
   * @param prop - what the user calls the route: `route`
   *
   * @internal
   */
  public _pattern(scope: IConstruct, prop: string): Pattern {
    return this.withReplays(this.filter(scope, prop));
  }

  /**
   * The events that its examples stand for. Throws where they are wrong.
   *
   * @internal
   */
  public _exampleEvents(scope: IConstruct, prop: string): Event[] {
    const known = new KnownPattern(scope, this._pattern(scope, prop));
    return exampleEvents(scope, prop, known, this.options.examples ?? []);
  }

  /** The pattern, without what it says of replays. */
  private filter(scope: IConstruct, prop: string): Pattern {
    const { anyOf, examples = [], counterExamples = [] } = this.options;
    this.refuseBroad(scope, prop);
    if (anyOf?.length === 0 || anyOf?.length === 1) {
      throw invalid(scope, `${prop}.anyOf must have two filters at least, received ${anyOf.length}: leave it out`);
    }
    const named = {
      ...renderFilter(scope, this.options),
      ...(anyOf && { $or: anyOf.map((each) => renderFilter(scope, each)) }),
    };
    const filter = Object.keys(named).length > 0 ? named : ANY_EVENT;
    const known = checkPattern(scope, prop, this.withReplays(filter));
    tryExamples(scope, prop, known, examples, counterExamples);
    return filter;
  }

  private withReplays(filter: Pattern): Pattern {
    return anyOfPatterns([filter], this.acceptsReplays ? {} : NO_REPLAYS);
  }

  private refuseBroad(scope: IConstruct, prop: string): void {
    const { allowAny, anyOf = [] } = this.options;
    if (allowAny) return;
    for (const field of ['source', 'detailType'] as const) {
      const isGiven = (filter: EventFilter) => (filter[field]?.length ?? 0) > 0;
      if (isGiven(this.options) || (anyOf.length > 0 && anyOf.every(isGiven))) continue;
      throw invalid(
        scope,
        `${prop}.${field} must be given, or the route takes events that it does not know: name it, or say allowAny`,
      );
    }
  }
}
