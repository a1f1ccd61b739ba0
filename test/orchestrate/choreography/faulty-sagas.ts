import { isDeepStrictEqual } from 'node:util';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { JsonObject } from '../../../src/asl/json';
import type { DoubleCall, EventFate } from '../../../src/testing';
import type { RehearsedApp } from '../../../src/testing/app/rehearsed-app';
import type { AppRehearsal } from '../../../src/testing/app-rehearsal';
import { determinedOutcome } from './determined-outcome';
import { NAMES, type OrderChoreography, rehearse, TOPIC } from './order-choreography';
import { plainOf, wrongWrite } from './write-rules';

/** What goes wrong with an event: lost, twice, late; or its sender dies before it is sent, which is as if it were lost. */
export type EventFault = 'drop' | 'double' | 'double later' | 'delay' | 'delay for hours';

/**
 * What goes wrong with a call. `decline` and `fail` do nothing, `fail after` does it first; `die` ends the execution after
 * the effect, `die before` without it.
 */
export type CallFault = 'decline' | 'fail' | 'fail after' | 'die' | 'die before';

export interface Fault {
  /** The how manieth delivery of an event of this saga, that which asks for it being 0. */
  readonly event?: number;
  readonly fate?: EventFault;
  /** The call: `CreateOrder`, `UndoCreateOrder`. */
  readonly call?: string;
  readonly fault?: CallFault;
  /** @default - every time */
  readonly times?: number;
  /** The how manieth move in the table, after which the execution that made it dies. */
  readonly dieAfterMove?: number;
}

const FATES: Record<EventFault, readonly number[]> = {
  drop: [],
  double: [0, 0],
  'double later': [0, 20 * 60_000],
  delay: [90_000],
  'delay for hours': [3 * 3_600_000],
};

/**
 * Within this every saga must have ended: 9 turns at the most, each of which the watcher sends for 3 times, with a watch of 5
 * minutes and a watcher that runs every 2 minutes.
 */
export const BOUND = 9 * (3 + 1) * (5 + 2) * 60_000;

interface Payload {
  readonly input: { readonly id: string };
  readonly idempotencyKey: string;
}

interface Effect {
  readonly call: string;
  readonly key: string;
  readonly at: number;
}

/** One saga with its faults, and what its functions did. */
class FaultySaga {
  public readonly effects: Effect[] = [];
  private readonly called = new Map<Fault, number>();
  private deliveries = 0;
  private moves = 0;

  public constructor(
    public readonly id: string,
    public readonly faults: readonly Fault[],
  ) {}

  public get hasDeaths(): boolean {
    return this.faults.some(({ fault, dieAfterMove }) => dieAfterMove !== undefined || fault?.startsWith('die'));
  }

  public fateOfNext(): readonly number[] | undefined {
    const ordinal = this.deliveries++;
    const fate = this.faults.find(({ event }) => event === ordinal)?.fate;
    return fate && FATES[fate];
  }

  public diesAfterMove(): boolean {
    const ordinal = this.moves++;
    return this.faults.some(({ dieAfterMove }) => dieAfterMove === ordinal);
  }

  public faultOf(name: string): CallFault | undefined {
    const fault = this.faults.find(({ call }) => call === name);
    if (!fault) return undefined;
    const before = this.called.get(fault) ?? 0;
    this.called.set(fault, before + 1);
    return before < (fault.times ?? Number.POSITIVE_INFINITY) ? fault.fault : undefined;
  }
}

/** Many sagas of one app, on one clock, each with faults of its own. */
export class FaultySagas {
  public readonly rehearsal: AppRehearsal;
  private readonly sagas = new Map<string, FaultySaga>();
  private readonly app: RehearsedApp;

  /** What no write may do. */
  private readonly wrongWrites: string[] = [];

  /** What was put into the topic, where the saga has one. */
  private readonly produced: JsonObject[] = [];

  /** @param publisher of a saga over Kafka: the function that produces its records */
  public constructor(
    private readonly choreography: OrderChoreography,
    private readonly publisher?: lambda.IFunction,
  ) {
    this.rehearsal = rehearse(choreography.app);
    this.app = (this.rehearsal as unknown as { app: RehearsedApp }).app;
    for (const name of NAMES) {
      const { action, compensation } = choreography.functions[name];
      this.rehearsal.mock(action, (payload, call) => this.called(name, name, payload, call));
      this.rehearsal.mock(compensation, (payload, call) => this.called(name, `Undo${name}`, payload, call));
    }
    const fate: EventFate = ({ detail }) => this.sagas.get(String((detail as JsonObject).sagaId))?.fateOfNext();
    this.rehearsal.disturbEvents(fate);
    if (publisher) this.rehearsal.mock(publisher, ({ value }) => this.produce(value));
    this.app.services.tables.changes.add(({ before, after }) => {
      const turn = after?.turn?.S;
      this.wrongWrites.push(...wrongWrite(this.app.world.clock.now, plainOf(before), plainOf(after)));
      const saga = this.sagas.get(String(after?.sagaId?.S));
      if (!saga || before?.turn?.S === turn || before === undefined) return;
      if (saga.diesAfterMove()) this.kill(saga.id, String(before.turn?.S).replace(/^\w+ /, ''));
    });
  }

  /** Asks for a saga of every list of faults, and lets so much time pass as they may take. */
  public async run(faults: readonly (readonly Fault[])[], milliseconds = BOUND): Promise<void> {
    faults.forEach((list, index) => {
      const id = `o-${index}`;
      this.sagas.set(id, new FaultySaga(id, list));
    });
    for (const { id } of this.sagas.values()) {
      const detail = { saga: 'orders', sagaId: id, input: { id } };
      if (this.publisher) {
        this.produce({ 'detail-type': 'Saga Requested', detail });
        continue;
      }
      await this.rehearsal.putEvents([
        {
          source: 'cdk-workflows.saga',
          detailType: 'Saga Requested',
          detail,
        },
      ]);
    }
    await this.rehearsal.advance(milliseconds);
  }

  private produce(value: JsonObject): null {
    this.produced.push(value);
    const key = String((value.detail as JsonObject).sagaId);
    for (const after of this.sagas.get(key)?.fateOfNext() ?? [0]) {
      this.app.beginAfter(after, async () => this.app.kafka.produce(TOPIC, value, { key }));
    }
    return null;
  }

  /** What is wrong with how the sagas ended: nothing, if all is well. */
  public problems(): string[] {
    const items = new Map(this.items().map((item) => [String(item.sagaId), item]));
    const ended = this.ends();
    const reported = this.reported();
    const running = this.rehearsal.executions().filter(({ status }) => status === 'RUNNING');
    return [
      ...this.wrongWrites,
      ...running.map(({ stateMachine, run }) => `${stateMachine} still runs: ${run.visited.join(' > ')}`),
      ...[...this.sagas.values()].flatMap((saga) =>
        this.problemsOf(saga, items.get(saga.id), ended.get(saga.id) ?? [], reported.get(saga.id) ?? []).map(
          (problem) => `${JSON.stringify(saga.faults)}: ${problem}`,
        ),
      ),
    ];
  }

  public items(): JsonObject[] {
    return this.rehearsal.items(this.choreography.saga.table);
  }

  public statuses(): unknown[] {
    return this.items().map(({ status }) => status);
  }

  private problemsOf(saga: FaultySaga, item: JsonObject | undefined, ends: string[], reported: string[]): string[] {
    const effects = saga.effects;
    const isAsked = !saga.faults.some(({ event, fate }) => event === 0 && fate === 'drop');
    if (!item) return isAsked || effects.length > 0 ? ['there is no item'] : [];
    const problems: string[] = [];
    const expect = (holds: boolean, problem: string) => {
      if (!holds) problems.push(`${problem}; ${JSON.stringify(item)}; ${effects.map(({ call }) => call).join(', ')}`);
    };
    const status = String(item.status);
    expect(item.turn === 'end', 'it has not ended');
    expect(item.open === undefined && item.dueAt === undefined, 'it is still watched');
    expect(item.claim === undefined, 'somebody still has it');
    expect(ends.length >= 1 && ends.every((end) => end === status), `its end was announced as ${ends.join(', ')}`);
    expect(typeof item.expiresAt === (status === 'COMPENSATION_FAILED' ? 'string' : 'number'), 'it expires otherwise');

    const last = (call: string) => effects.map((effect) => effect.call).lastIndexOf(call);
    const firstUndo = effects.findIndex(({ call }) => call.startsWith('Undo'));
    const notUndone = JSON.parse(String(item.notUndone)) as string[];
    const undone = JSON.parse(String(item.undone)) as string[];
    for (const call of new Set(effects.map((effect) => effect.call))) {
      const keys = new Set(effects.filter((effect) => effect.call === call).map(({ key }) => key));
      const times = effects.filter((effect) => effect.call === call).length;
      expect(keys.size === 1, `${call} was called with ${keys.size} keys`);
      expect(times === 1 || saga.hasDeaths, `${call} was called ${times} times, and nobody had died`);
    }
    if (firstUndo >= 0) {
      const forward = effects.slice(firstUndo).find(({ call }) => !call.startsWith('Undo'));
      expect(forward === undefined, `${forward?.call} was done after the saga began to compensate`);
    }
    const order = effects.map(({ call }) => call).filter((call, index, all) => all.indexOf(call) === index);
    const forward = order.filter((call) => !call.startsWith('Undo'));
    expect(
      forward.every((call, index) => call === NAMES[index]),
      'steps were done out of order',
    );
    const warned = (JSON.parse(String(item.warnings)) as { step: string }[]).map(({ step }) => step);
    expect(
      warned.every((step) => this.choreography.afterPivot.includes(step)),
      'a warning of a step before the pivot',
    );
    const determined = determinedOutcome(saga.faults, this.choreography.afterPivot);
    if (determined) {
      const failure = JSON.parse(String(item.failure)) as { step: string; error: string } | null;
      const outcome = { status, failure: failure ? [failure.step, failure.error] : undefined, undone, notUndone };
      expect(isDeepStrictEqual(outcome, determined), `it should have ended as ${JSON.stringify(determined)}`);
    }
    const certain = NAMES.filter((name) => !warned.includes(name));
    if (status === 'SUCCEEDED') {
      expect(firstUndo < 0, 'it succeeded and something was undone');
      expect(
        certain.every((name) => last(name) >= 0),
        'it succeeded and a step was not done',
      );
      expect(Object.keys(JSON.parse(String(item.results))).join() === certain.join(), 'results are missing');
    } else {
      expect(warned.length === 0, 'it was undone after the pivot');
      const left = NAMES.filter((name) => last(name) >= 0 && last(`Undo${name}`) < last(name));
      expect(
        left.every((name) => notUndone.includes(name)),
        `${left.join(', ')} was done, not undone and not told of`,
      );
      expect(notUndone.length > 0 === (status === 'COMPENSATION_FAILED'), 'status and notUndone differ');
      expect(
        notUndone.every((name) => reported.includes(name)),
        `nobody was told of ${notUndone.join(', ')}`,
      );
      const back = [...undone, ...notUndone].map((name) => NAMES.indexOf(name));
      expect(new Set(back).size === back.length, 'a step was undone twice in the table');
      const undoing = order.filter((call) => call.startsWith('Undo')).map((call) => NAMES.indexOf(call.slice(4)));
      expect(
        undoing.every((index, place) => place === 0 || index < undoing[place - 1]),
        'undone out of order',
      );
    }
    return problems;
  }

  private async called(step: string, call: string, payload: Payload, { sleep }: DoubleCall): Promise<unknown> {
    // So that two can be at it at one time.
    await sleep(500);
    const saga = this.sagas.get(payload.input.id);
    if (!saga) throw new Error(`there is no saga ${payload.input.id}`);
    const fault = saga.faultOf(call);
    if (fault === 'decline' || fault === 'fail') throw problem(fault === 'decline' ? 'CardDeclined' : 'Broken');
    if (fault === 'die before') return this.kill(saga.id, step);
    saga.effects.push({ call, key: payload.idempotencyKey, at: this.app.world.clock.now });
    if (fault === 'die') return this.kill(saga.id, step);
    if (fault === 'fail after') throw problem('Broken');
    return { done: call };
  }

  /** Ends the execution that works on a step, as a quota or an operator would: no catcher sees that. */
  private kill(sagaId: string, step: string): null {
    for (const execution of this.rehearsal.executions(this.choreography.saga.participants[step].stateMachine)) {
      const { detail } = execution.input as { detail: JsonObject };
      if (execution.status === 'RUNNING' && detail.sagaId === sagaId) void execution.stop();
    }
    return null;
  }

  private ends(): Map<string, string[]> {
    const ends = new Map<string, string[]>();
    const sent = this.rehearsal.events().filter(({ source }) => source === 'cdk-workflows.saga');
    for (const { detail } of [...sent, ...this.produced]) {
      const { sagaId, outcome } = detail as JsonObject;
      if (outcome === undefined) continue;
      ends.set(String(sagaId), [...(ends.get(String(sagaId)) ?? []), String(outcome)]);
    }
    return ends;
  }

  private reported(): Map<string, string[]> {
    const reported = new Map<string, string[]>();
    const { compensationFailureQueue: queue } = this.choreography.saga;
    for (const message of queue ? this.rehearsal.messages(queue) : []) {
      const { sagaId, step } = message as JsonObject;
      reported.set(String(sagaId), [...(reported.get(String(sagaId)) ?? []), String(step)]);
    }
    return reported;
  }
}

function problem(name: string): Error {
  return Object.assign(new Error(name), { name });
}
