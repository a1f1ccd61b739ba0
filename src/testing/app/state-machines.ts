import type { DoublesOfExecution } from '../doubles';
import type { Execution } from '../execution/execution';
import { uuidFrom } from '../execution/random';
import type { World } from '../execution/world';
import { ServiceError } from '../integrations/service-error';
import { parsedInput } from '../integrations/step-functions/execution-input';
import { startNamed } from '../integrations/step-functions/nested-execution';

/** A request to start an execution: the parameters of the API, the input as a text. */
export interface StartRequest {
  /** With a version or an alias, or without. */
  readonly stateMachineArn: string;
  /** @default - one that Step Functions makes up */
  readonly name?: string;
  /** @default '{}' */
  readonly input?: string;
}

/**
 * Step Functions as those see it who start executions from outside. Throws a ServiceError for what it refuses.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
export class StateMachines {
  /** All executions that were started from outside or by others, in the order in which they began. */
  constructor(
    private readonly world: World,
    private readonly random: () => number,
    private readonly doubles: () => DoublesOfExecution,
  ) {}

  /** StartExecution, of either type of state machine. */
  public startExecution({ stateMachineArn, name, input = '{}' }: StartRequest): Execution {
    const machine = this.world.machineOf(stateMachineArn);
    if (!machine) {
      throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
    }
    return startNamed(this.world, machine, {
      name: name ?? uuidFrom(this.random),
      input: parsedInput(input),
      doubles: this.doubles(),
    });
  }

  /** StartSyncExecution: answers once the Express execution has ended, however it did. */
  public async startSyncExecution(request: StartRequest): Promise<Execution> {
    if (this.world.machineOf(request.stateMachineArn)?.type === 'STANDARD') {
      throw new ServiceError(
        'StateMachineTypeNotSupported',
        'This operation is not supported by this type of state machine',
      );
    }
    const execution = this.startExecution(request);
    await new Promise<void>((resolve) => execution.onEnd(resolve));
    return execution;
  }

  /** The execution that DescribeExecution and StopExecution are about; neither knows Express ones. */
  public existing(executionArn: string): Execution {
    if (!/^arn:[\w-]+:states:[\w-]+:\d{12}:execution:[^:]+:[^:]+$/.test(executionArn)) {
      throw new ServiceError('InvalidArn', `Invalid Arn: 'Invalid ARN: ${executionArn}'`);
    }
    const found = this.world.find(executionArn);
    if (!found) {
      throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
    }
    return found;
  }
}
