import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Limits } from '../../asl/limits';
import { CONFLICT, LockCalls, NO_EXECUTION } from './lock-calls';
import { expression, LockState, type LockStateConfig, LockStates } from './lock-state';

/**
 * Step Functions may not know an execution yet that has just begun, and knows one no more that ended 90 days ago: so many
 * seconds after it took the lock, one that is not known is taken for one that runs.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
const UNKNOWN_RUNS_FOR = 3600;

const INPUT = expression('$states.input');
const HOLDER = '$states.input.holder';
const CAUGHT = '$states.errorOutput';

/**
 * Puts a lock around a definition, so that no two executions run it at the same time.
 *
 * 1. `Lock: take` writes the own name into the lock, unless another one stands there.
 * 2. If one does, `Lock: read` and `Lock: look at holder` ask whether that execution still runs. One that was stopped, timed
 *    out or died has left its lock behind: it is taken over, unless somebody else was faster. If it runs, this execution
 *    ends with `{ "skipped": true, "heldBy": "<its name>" }`.
 * 3. `Locked` runs the definition, in a Parallel of one branch, so that its every end comes by here.
 * 4. `Lock: give back` takes the own name out again, and the execution ends as the definition did. A lock that cannot be
 *    given back is one that was left behind.
 *
 * Nothing is kept in variables, for no state of the definition could assign one of the same name: the execution's input is
 * found in the context.
 */
export class Singleton {
  public readonly start: sfn.State;
  private readonly scope = new LockStates();
  private readonly calls: LockCalls;
  private readonly graph: sfn.StateGraph;

  public constructor(definition: sfn.IChainable, table: dynamodb.ITable) {
    this.calls = new LockCalls(table);
    this.graph = new sfn.StateGraph(definition.startState, 'the definition');
    const locked = this.locked();
    const skipped = this.skipped();
    this.start = this.take(locked, this.read(skipped, this.look(skipped, this.takeOver(locked, skipped))));
  }

  /** Grants what a Distributed Map in the definition needs: older CDKs see those at the top of a graph only. */
  public bind(machine: sfn.StateMachine): void {
    if (!machine.node.tryFindChild('DistributedMapPolicy')) this.graph.bind(machine);
  }

  private take(locked: LockState, taken: LockState): LockState {
    return this.state('Lock: take', {
      fields: {
        ...this.calls.take(),
        Catch: [{ ErrorEquals: [CONFLICT], Next: taken.name }],
        Next: locked.name,
      },
      targets: [locked, taken],
      rights: this.calls.rights,
    });
  }

  /** It may have been given back meanwhile. */
  private read(skipped: LockState, look: LockState): LockState {
    const held = this.state('Lock: held?', {
      fields: {
        Type: 'Choice',
        Choices: [{ Condition: expression(`${HOLDER} = ""`), Next: skipped.name }],
        Default: look.name,
      },
      targets: [skipped, look],
    });
    const item = '$states.result.Item';
    return this.state('Lock: read', {
      fields: {
        ...this.calls.read(),
        Output: {
          holder: expression(`$exists(${item}.holder.S) ? ${item}.holder.S : ""`),
          since: expression(`$exists(${item}.since.N) ? $number(${item}.since.N) : 0`),
        },
        Next: held.name,
      },
      targets: [held],
    });
  }

  private look(skipped: LockState, takeOver: LockState): LockState {
    const ended = '$states.input.status in ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]';
    const lost = `$states.input.status = "UNKNOWN" and $millis() / 1000 - $states.input.since > ${UNKNOWN_RUNS_FOR}`;
    const left = this.state('Lock: left behind?', {
      fields: {
        Type: 'Choice',
        Choices: [{ Condition: expression(`${ended} or (${lost})`), Next: takeOver.name }],
        Default: skipped.name,
      },
      targets: [takeOver, skipped],
    });
    const seen = { holder: expression(HOLDER), since: expression('$states.input.since') };
    return this.state('Lock: look at holder', {
      fields: {
        ...this.calls.lookAt(HOLDER),
        Catch: [{ ErrorEquals: [NO_EXECUTION], Output: { ...seen, status: 'UNKNOWN' }, Next: left.name }],
        Output: { ...seen, status: expression('$states.result.Status') },
        Next: left.name,
      },
      targets: [left],
    });
  }

  private takeOver(locked: LockState, skipped: LockState): LockState {
    return this.state('Lock: take over', {
      fields: {
        ...this.calls.take(HOLDER),
        Catch: [{ ErrorEquals: [CONFLICT], Output: { holder: '' }, Next: skipped.name }],
        Next: locked.name,
      },
      targets: [locked, skipped],
    });
  }

  private skipped(): LockState {
    const heldBy = expression(`${HOLDER} = "" ? null : ${HOLDER}`);
    return this.state('Lock: skipped', { fields: { Type: 'Succeed', Output: { skipped: true, heldBy } } });
  }

  private locked(): LockState {
    const [done, failed] = [this.giveBackAfterSuccess(), this.giveBackAfterFailure()];
    const error = `${CAUGHT}.Error`;
    const cause = `${CAUGHT}.Cause`;
    return this.state('Locked', {
      fields: {
        Type: 'Parallel',
        Arguments: expression('$states.context.Execution.Input'),
        Output: expression('$states.result[0]'),
        Catch: [
          {
            ErrorEquals: ['States.ALL'],
            Output: {
              error: expression(
                `$type(${error}) = "string" and ${error} != "" ` +
                  `? $substring(${error}, 0, ${Limits.ERROR_LENGTH}) : "States.TaskFailed"`,
              ),
              cause: expression(`$type(${cause}) = "string" ? $substring(${cause}, 0, ${Limits.CAUSE_LENGTH}) : ""`),
            },
            Next: failed.name,
          },
        ],
        Next: done.name,
      },
      branch: this.graph,
      targets: [done, failed],
    });
  }

  /** Whether it can be given back changes nothing about how the execution ends. */
  private giveBackAfterSuccess(): LockState {
    const kept = this.state('Lock: not given back', { fields: { Type: 'Succeed' } });
    return this.state('Lock: give back', {
      fields: {
        ...this.calls.giveBack(),
        Catch: [{ ErrorEquals: ['States.ALL'], Output: INPUT, Next: kept.name }],
        Output: INPUT,
        End: true,
      },
      targets: [kept],
    });
  }

  private giveBackAfterFailure(): LockState {
    const failed = this.state('Lock: failed', {
      fields: { Type: 'Fail', Error: expression('$states.input.error'), Cause: expression('$states.input.cause') },
    });
    return this.state('Lock: give back after failure', {
      fields: {
        ...this.calls.giveBack(),
        Catch: [{ ErrorEquals: ['States.ALL'], Output: INPUT, Next: failed.name }],
        Output: INPUT,
        Next: failed.name,
      },
      targets: [failed],
    });
  }

  private state(name: string, config: LockStateConfig): LockState {
    return new LockState(this.scope, name, config);
  }
}
