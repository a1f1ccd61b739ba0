import { Errors } from '../../asl/errors';
import { type Json, type JsonObject, sizeInBytes } from '../../asl/json';
import { Limits } from '../../asl/limits';
import { runtimeFailure, StateFailure } from './failure';

const NAME = /^\p{ID_Start}\p{ID_Continue}*$/u;

/** The variables of one scope: the machine's, a branch's, an iteration's. Inner scopes see outer ones. */
export class Variables {
  private readonly own = new Map<string, Json>();

  constructor(private readonly outer?: Variables) {}

  public get(name: string): Json | undefined {
    return this.own.has(name) ? this.own.get(name) : this.outer?.get(name);
  }

  public all(): JsonObject {
    return { ...this.outer?.all(), ...Object.fromEntries(this.own) };
  }

  /** Takes over the entries of one Assign at once: they were all evaluated with the old values. */
  public assign(state: string, entries: JsonObject): void {
    for (const name of Object.keys(entries)) {
      this.checkName(state, name);
    }
    this.checkSize(state, entries);
    for (const [name, value] of Object.entries(entries)) {
      this.own.set(name, value);
    }
  }

  private checkName(state: string, name: string): void {
    if (!NAME.test(name) || name.length > Limits.VARIABLE_NAME_LENGTH || name === 'states') {
      throw runtimeFailure(`State '${state}' assigns to '${name}', which is no valid name of a variable.`);
    }
    if (this.outer?.get(name) !== undefined) {
      throw runtimeFailure(`State '${state}' assigns to '${name}', a variable of an outer scope.`);
    }
  }

  private checkSize(state: string, entries: JsonObject): void {
    const assigned = Object.values(entries).reduce<number>((sum, value) => sum + sizeInBytes(value), 0);
    const total = sizeInBytes({ ...this.all(), ...entries });
    if (assigned > Limits.VARIABLE_BYTES || total > Limits.VARIABLES_TOTAL_BYTES) {
      throw new StateFailure(
        Errors.DATA_LIMIT_EXCEEDED,
        `The variables assigned by the state '${state}' exceed the maximum number of bytes service limit.`,
        { terminal: true },
      );
    }
  }
}
