import type { Json, JsonObject } from '../../asl/json';
import { Limits } from '../../asl/limits';
import type { VirtualClock } from './clock';
import { runtimeFailure } from './failure';

/**
 * One event of the execution's history, with the names and details of the API
 * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html); inputs and outputs are values,
 * not strings.
 */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** ISO 8601, in virtual time. */
  readonly timestamp: string;
  /** `TaskStateEntered`, `TaskScheduled`, `LambdaFunctionFailed`, … */
  readonly type: string;
  /** What the API returns as `…EventDetails`. */
  readonly details: JsonObject;
}

/** Records what happens, and ends an execution that would never end. */
export class History {
  public readonly events: HistoryEvent[] = [];

  constructor(private readonly clock: VirtualClock) {}

  public add(type: string, details: { [key: string]: Json | undefined }, previousEventId: number): number {
    if (this.events.length >= Limits.HISTORY_EVENTS) {
      throw runtimeFailure(
        `The execution reached the maximum number of history events (${Limits.HISTORY_EVENTS}): it probably loops.`,
      );
    }
    const id = this.events.length + 1;
    this.events.push({
      id,
      previousEventId,
      timestamp: new Date(this.clock.now).toISOString(),
      type,
      details: known(details),
    });
    return id;
  }

  /** The last event of an execution fits even into a full history. */
  public close(type: string, details: { [key: string]: Json | undefined }): void {
    this.events.push({
      id: this.events.length + 1,
      previousEventId: this.events.length,
      timestamp: new Date(this.clock.now).toISOString(),
      type,
      details: known(details),
    });
  }
}

function known(details: { [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(details).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
