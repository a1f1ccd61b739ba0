import { isObject, type JsonObject } from '../../../../asl/json';
import { ServiceError } from '../../../integrations/service-error';
import { RehearsalError } from '../../../rehearsal-error';
import type { RehearsedApp } from '../../rehearsed-app';
import { type IntegrationAnswer, jsonAnswer } from '../integration-answer';

/** Who calls, and for whom. */
export interface ServiceCall {
  readonly app: RehearsedApp;
  /** The role of the integration. */
  readonly credentials: string;
  readonly requestId: string;
  /** For messages: `POST /orders of Orders/Api`. */
  readonly place: string;
}

type Action = (input: JsonObject, call: ServiceCall) => JsonObject | Promise<JsonObject>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
const actions: Readonly<Record<string, Action>> = {
  StartExecution: (input, { app }) => {
    const { arn, startedAt } = app.stateMachines.startExecution(startRequest(input));
    return { executionArn: arn, startDate: startedAt / 1000 };
  },
};

/** Calls Step Functions with a body that a template made. */
export async function callStates(action: string, body: string, call: ServiceCall): Promise<IntegrationAnswer> {
  const perform = actions[action];
  if (!perform) {
    throw new RehearsalError(`${call.place}: the action ${action} of Step Functions is not rehearsed`);
  }
  const { app, credentials } = call;
  let input: unknown;
  try {
    input = JSON.parse(body);
  } catch {
    input = undefined;
  }
  if (!isObject(input)) {
    return jsonAnswer(400, { __type: 'com.amazon.coral.service#SerializationException' }, call.requestId);
  }
  try {
    app.roles.demand(
      credentials,
      { action: `states:${action}`, resource: targetOf(input) },
      'apigateway.amazonaws.com',
    );
    return jsonAnswer(200, await perform(input, call), call.requestId);
  } catch (error) {
    if (!(error instanceof ServiceError)) {
      throw error;
    }
    return jsonAnswer(
      error.status,
      { __type: `com.amazonaws.swf.service.v2.model#${error.code}`, message: error.message },
      call.requestId,
    );
  }
}

/** What the role must have a right to: the state machine without version and alias, or the execution. */
function targetOf({ stateMachineArn, executionArn }: JsonObject): string {
  return executionArn === undefined ? String(stateMachineArn).split(':').slice(0, 7).join(':') : String(executionArn);
}

function startRequest({ stateMachineArn, name, input }: JsonObject) {
  return {
    stateMachineArn: String(stateMachineArn),
    ...(name !== undefined && { name: String(name) }),
    ...(input !== undefined && { input: input as string }),
  };
}
