import type { Json, JsonObject } from '../../../../asl/json';
import type { Execution } from '../../../execution/execution';
import { ServiceError } from '../../../integrations/service-error';
import { descriptionOf } from '../../../integrations/step-functions/description';
import { RehearsalError } from '../../../rehearsal-error';
import type { StartRequest } from '../../state-machines';
import type { IntegrationAnswer } from '../integration-answer';
import { fromJson, type Value } from '../velocity/values';
import { answered, demandRight, inputOf, refused, type ServiceCall, seconds } from './service-call';

type Members = Readonly<Record<string, Value>>;

interface Action {
  /** The parameter that names what it works on, which the role must have a right to. */
  readonly target: 'stateMachineArn' | 'executionArn';
  perform(input: JsonObject, call: ServiceCall): Members | Promise<Members>;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
const actions: Readonly<Record<string, Action>> = {
  StartExecution: {
    target: 'stateMachineArn',
    perform: (input, { app }) => {
      const { arn, startedAt } = app.stateMachines.startExecution(startRequest(input));
      return { executionArn: arn, startDate: seconds(startedAt) };
    },
  },
  StartSyncExecution: {
    target: 'stateMachineArn',
    perform: async (input, { app }) => {
      const execution = await app.stateMachines.startSyncExecution(startRequest(input));
      const milliseconds = Math.max(1, Math.ceil((execution.endedAt - execution.startedAt) / 100)) * 100;
      const billing = { billedDurationInMilliseconds: milliseconds, billedMemoryUsedInMB: 64 };
      return { billingDetails: fromJson(billing), ...described(execution) };
    },
  },
  DescribeExecution: {
    target: 'executionArn',
    perform: (input, { app }) => {
      const execution = app.stateMachines.existing(String(input.executionArn));
      return { ...described(execution), redriveCount: execution.redriveCount, ...redriveStatus(execution) };
    },
  },
  StopExecution: {
    target: 'executionArn',
    perform: (input, { app }) => {
      const execution = app.stateMachines.existing(String(input.executionArn));
      execution.stop(optional(input.error), optional(input.cause));
      return { stopDate: seconds(execution.endedAt) };
    },
  },
};

/**
 * Calls Step Functions. The namespaces of its errors were measured on AWS in 2026-09 by others, see docs/testing.md.
 */
export async function callStates(action: string, body: string, call: ServiceCall): Promise<IntegrationAnswer> {
  if (!Object.hasOwn(actions, action)) {
    throw new RehearsalError(`${call.place}: the action ${action} of Step Functions is not rehearsed`);
  }
  const { target, perform } = actions[action];
  try {
    const input = inputOf(body);
    checkTypes(input, target);
    const arn = String(input[target]);
    demandRight(`states:${action}`, target === 'stateMachineArn' ? unqualified(arn) : arn, call);
    return answered(await perform(input, call), call);
  } catch (error) {
    if (error instanceof ServiceError) {
      return refused(error, 'com.amazonaws.swf.service.v2.model', call);
    }
    throw error;
  }
}

/** All parameters are texts. */
function checkTypes(input: JsonObject, target: string): void {
  for (const name of ['stateMachineArn', 'executionArn', 'name', 'input', 'error', 'cause']) {
    const value = input[name];
    if (typeof value === 'object' && value !== null) {
      throw new ServiceError('SerializationException', 'Start of structure or map found where not expected.');
    }
    if (typeof value === 'number' || typeof value === 'boolean') {
      throw new ServiceError('SerializationException', `${typeof value} cannot be converted to String`);
    }
  }
  if (typeof input[target] !== 'string') {
    throw new ServiceError(
      'ValidationException',
      `1 validation error detected: Value null at '${target}' failed to satisfy constraint: Member must not be null`,
    );
  }
}

function startRequest({ stateMachineArn, name, input }: JsonObject): StartRequest {
  return { stateMachineArn: String(stateMachineArn), name: optional(name), input: optional(input) };
}

function optional(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Rights are on the state machine, without version and alias. */
function unqualified(stateMachineArn: string): string {
  return stateMachineArn.split(':').slice(0, 7).join(':');
}

/** An execution as the API describes it; that details name their type was seen in answers through API Gateway. */
function described(execution: Execution): Members {
  const members: Record<string, Value> = {};
  for (const [name, value] of Object.entries(descriptionOf(execution, { textual: true }))) {
    const member = name[0].toLowerCase() + name.slice(1);
    members[member] = name.endsWith('Details')
      ? fromJson({ __type: 'com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails', included: true })
      : name.endsWith('Date')
        ? seconds(Number(value))
        : fromJson(value);
  }
  return members;
}

function redriveStatus({ isRedrivable, status }: Execution): Members {
  return isRedrivable
    ? { redriveStatus: 'REDRIVABLE' }
    : {
        redriveStatus: 'NOT_REDRIVABLE',
        redriveStatusReason: `Execution is ${status} and cannot be redriven`,
      };
}
