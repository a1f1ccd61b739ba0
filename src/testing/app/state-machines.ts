import { Limits } from '../../asl/limits';
import type { DoublesOfExecution } from '../doubles';
import type { Execution } from '../execution/execution';
import { uuidFrom } from '../execution/random';
import type { World } from '../execution/world';
import { ServiceError } from '../integrations/service-error';
import { checkInputSize, parsedInput } from '../integrations/step-functions/execution-input';
import { checkName, startNamed } from '../integrations/step-functions/nested-execution';

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
  public startExecution(request: StartRequest): Execution {
    const { stateMachineArn, name = uuidFrom(this.random), input = '{}' } = request;
    checkRequest(stateMachineArn, name, input);
    const machine = this.world.machineOf(stateMachineArn);
    if (!machine) {
      throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
    }
    checkName(name);
    return startNamed(this.world, machine, {
      name,
      input: parsedInput(input),
      inputText: input,
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

  /**
   * The execution that DescribeExecution and StopExecution are about; neither knows Express ones.
   * Recorded: localstack, stepfunctions/v2 test_describe_execution_invalid_arn, test_start_async_describe_history_execution.
   */
  public existing(executionArn: string): Execution {
    checkArn(executionArn);
    const kind = executionArn.split(':')[5];
    if (kind !== 'execution') {
      throw new ServiceError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${kind}'`);
    }
    const found = this.world.find(executionArn);
    if (!found) {
      throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
    }
    return found;
  }
}

/** What the model of the API forbids is found before anybody looks whether there is such a state machine. */
function checkRequest(stateMachineArn: string, name: string, input: string): void {
  if (name.length < 1 || name.length > Limits.EXECUTION_NAME_LENGTH) {
    const bound =
      name.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${Limits.EXECUTION_NAME_LENGTH}`;
    throw violation(`Value '${name}' at 'name' failed to satisfy constraint: Member must have length ${bound}`);
  }
  checkInputSize(input);
  checkArn(stateMachineArn);
}

function checkArn(arn: string): void {
  if (!arn.startsWith('arn:')) {
    throw new ServiceError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  }
}

function violation(what: string): ServiceError {
  return new ServiceError('ValidationException', `1 validation error detected: ${what}`);
}
