import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import type { EventRoute } from '../event-route';
import type { Event } from '../pattern/example-event';
import { KnownPattern } from '../pattern/known-pattern';

interface KnownRoute {
  readonly id: string;
  readonly pattern: KnownPattern;
  readonly examples: readonly Event[];
}

/** Routes of which no event may match two, as far as their examples show. */
export class ExclusiveRoutes {
  private readonly known: KnownRoute[] = [];

  /** Refuses a route without examples, and one of whose examples another takes, or that takes one of another's. */
  public add(scope: IConstruct, id: string, route: EventRoute): void {
    const added = {
      id,
      pattern: new KnownPattern(scope, route._pattern(scope, 'route')),
      examples: route._exampleEvents(scope, 'route'),
    };
    if (added.examples.length === 0) {
      throw invalid(
        scope,
        'route.examples must have one event at least that is known before the deployment, for the routes of this router are exclusive',
      );
    }
    for (const other of this.known) {
      refuseOverlap(scope, added, other);
      refuseOverlap(scope, other, added);
    }
    this.known.push(added);
  }
}

function refuseOverlap(scope: IConstruct, one: KnownRoute, other: KnownRoute): void {
  const shared = one.examples.find((event) => other.pattern.surelyMatches(event));
  if (!shared) return;
  throw invalid(
    scope,
    `an example of the route '${one.id}' also matches the route '${other.id}', and the routes of this router are exclusive: ` +
      `narrow one of them, with EventMatch.anythingBut for example: ${JSON.stringify(shared)}`,
  );
}
