import type { QueryLanguage, State } from '../../asl/definition';
import type { Json, JsonObject } from '../../asl/json';
import { queryLanguageOf } from '../../asl/walk';
import { contextObject } from './context-object';
import type { Execution } from './execution';
import { EvaluationFailure, runtimeFailure, type StateFailure } from './failure';
import type { Variables } from './variables';

/** How a state is left: with what, to where, and which variables it sets. */
export interface Exit {
  readonly output: Json;
  readonly assigned?: JsonObject;
  /** Undefined at the end of the machine or branch. */
  readonly next?: string;
}

/** One stay of an execution in a state, retries included. */
export class Visit {
  public readonly queryLanguage: QueryLanguage;
  public readonly enteredTime: string;
  public readonly enteredEventId: number;
  public retryCount = 0;
  public taskToken?: string;
  private lastEventId: number;

  constructor(
    public readonly execution: Execution,
    public readonly name: string,
    public readonly state: State,
    public readonly input: Json,
    public readonly variables: Variables,
    previousEventId: number,
  ) {
    this.queryLanguage = queryLanguageOf(state, execution.machine.definition);
    this.enteredTime = new Date(execution.clock.now).toISOString();
    this.lastEventId = previousEventId;
    this.enteredEventId = this.record(`${state.Type}StateEntered`, { name, input });
  }

  /** Whether the state can carry Retry and Catch. */
  public get retriable(): boolean {
    return ['Task', 'Parallel', 'Map'].includes(this.state.Type);
  }

  public get context(): JsonObject {
    return contextObject(this.execution, this);
  }

  /** Adds an event to the history that follows from the last one of this visit. */
  public record(type: string, details: { [key: string]: Json | undefined } = {}): number {
    this.lastEventId = this.execution.history.add(type, details, this.lastEventId);
    return this.lastEventId;
  }

  public get latestEventId(): number {
    return this.lastEventId;
  }

  public evaluationFailure(explanation: string, location: string): EvaluationFailure {
    return new EvaluationFailure(this.explain(explanation), location);
  }

  public runtimeFailure(explanation: string): StateFailure {
    return runtimeFailure(this.explain(explanation));
  }

  /** The words with which Step Functions begins the cause of what goes wrong inside a state. */
  private explain(explanation: string): string {
    return `An error occurred while executing the state '${this.name}' (entered at the event id #${this.enteredEventId}). ${explanation}`;
  }
}
