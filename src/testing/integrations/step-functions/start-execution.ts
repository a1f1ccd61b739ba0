import { Errors } from '../../../asl/errors';
import type { JsonObject } from '../../../asl/json';
import type { Execution } from '../../execution/execution';
import { StateFailure } from '../../execution/failure';
import type { CallingTask, Integration } from '../integration';
import { sdkMetadata } from '../sdk-metadata';
import { optimized, throughSdk } from '../service-call';
import { descriptionOf, withoutData } from './description';
import { parsedInput } from './execution-input';
import { startNested } from './nested-execution';

const PARAMETERS = ['Input', 'Name', 'StateMachineArn', 'TraceHeader'];
const NAMES = { prefix: 'StepFunctions', service: 'AWSStepFunctions', exception: 'AWSStepFunctionsException' };

/**
 * Starts an execution of another state machine; with `.sync` the task is over when that execution is.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export const startExecution: Integration = {
  parameters: PARAMETERS,
  required: ['StateMachineArn'],
  targetOf: (args) => String(args.StateMachineArn),
  answers: ['requestResponse', 'sync'],
  reportsBack: true,
  perform: async (args, execution, task) => {
    let child: Execution | undefined;
    const start = optimized(NAMES, () => {
      child = startNested(args, execution, task);
      return {};
    });
    start(args, execution);
    const started = child as unknown as Execution;
    return task.pattern === 'sync' ? endOf(started, task) : { ...receiptOf(started), ...sdkMetadata(execution) };
  },
};

/**
 * Through the SDK a time is a text; that was measured: https://github.com/floci-io/floci, docs/services/step-functions.md.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export const sdkStartExecution: Integration = {
  parameters: PARAMETERS,
  targetOf: (args) => String(args.StateMachineArn),
  perform: (args, execution, task) =>
    throughSdk('Sfn', () => {
      const { arn, startedAt } = startNested(parsed(args), execution, task, textOf(args));
      return { ExecutionArn: arn, StartDate: new Date(startedAt).toISOString() };
    })(args, execution),
};

/**
 * Runs an Express workflow to its end. That it failed is an answer, not an error.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
 */
export const sdkStartSyncExecution: Integration = {
  targetOf: (args) => String(args.StateMachineArn),
  perform: async (args, execution, task) => {
    let child: Execution | undefined;
    throughSdk('Sfn', () => {
      child = startNested(parsed(args), execution, task);
      return {};
    })(args, execution);
    const started = child as unknown as Execution;
    await ended(started);
    const description = descriptionOf(started, { textual: true });
    return {
      ...(args.IncludedData === 'METADATA_ONLY' ? withoutData(description) : description),
      StartDate: new Date(started.startedAt).toISOString(),
      StopDate: new Date(started.endedAt).toISOString(),
      BillingDetails: billingOf(started),
    };
  },
};

function textOf({ Input: input }: JsonObject): string | undefined {
  return typeof input === 'string' ? input : undefined;
}

/** The API takes the input as a text. */
function parsed(args: JsonObject): JsonObject {
  return typeof args.Input === 'string' ? { ...args, Input: parsedInput(args.Input) } : args;
}

function receiptOf({ arn, startedAt }: Execution): JsonObject {
  return { ExecutionArn: arn, StartDate: startedAt / 1000 };
}

/**
 * Waits for the end. A task that is stopped stops the execution that it waits for; one that times out does not.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-sync
 */
async function endOf(child: Execution, { strand, version2 }: CallingTask): Promise<JsonObject> {
  const forget = strand.onCancel(() => child.stop());
  await ended(child);
  forget();
  const description = descriptionOf(child, { textual: !version2 });
  if (child.status !== 'SUCCEEDED') {
    throw new StateFailure(Errors.TASK_FAILED, JSON.stringify(description));
  }
  return description;
}

function ended(child: Execution): Promise<void> {
  return new Promise((resolve) => child.onEnd(resolve));
}

/** Duration is billed in steps of 100 ms; what memory it takes nobody here knows, so it is the least. */
function billingOf({ outcome }: Execution): JsonObject {
  const milliseconds = Math.ceil((outcome?.virtualDuration ?? 0) / 100) * 100;
  return { BilledDurationInMilliseconds: Math.max(100, milliseconds), BilledMemoryUsedInMB: 64 };
}
