import type { JsonObject } from '../../../asl/json';
import { ServiceError } from '../../integrations/service-error';
import { RehearsalError } from '../../rehearsal-error';
import { refused, type ServiceCall } from '../rest-api/integrations/service-call';
import { callStates } from '../rest-api/integrations/states';
import type { HttpIntegration } from './http-api';
import type { HttpAnswer, HttpRequest } from './http-request';
import { mapped } from './parameter-mapping';

interface Subtype {
  readonly action: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const STARTING: Omit<Subtype, 'action'> = { required: ['StateMachineArn'], optional: ['Input', 'Name', 'Region'] };

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html */
const SUBTYPES: Readonly<Record<string, Subtype>> = {
  'StepFunctions-StartExecution': { action: 'StartExecution', ...STARTING },
  'StepFunctions-StartSyncExecution': {
    action: 'StartSyncExecution',
    ...STARTING,
    optional: [...STARTING.optional, 'TraceHeader'],
  },
  'StepFunctions-StopExecution': {
    action: 'StopExecution',
    required: ['ExecutionArn'],
    optional: ['Cause', 'Error', 'Region'],
  },
};

/**
 * Calls Step Functions with the parameters that the request is mapped to. A parameter that the request has no value for is
 * left out: what API Gateway does then is documented nowhere, and a left out name is what a test has to reckon with.
 */
export async function throughStates(
  integration: HttpIntegration,
  request: HttpRequest,
  call: ServiceCall,
): Promise<HttpAnswer> {
  const subtype = SUBTYPES[String(integration.subtype)];
  if (!subtype) {
    throw new RehearsalError(`${call.place}: the integration subtype ${integration.subtype} is not rehearsed`);
  }
  refuseWrongParameters(subtype, integration);
  const input: JsonObject = {};
  let region = call.sourceArn.split(':')[3];
  for (const [name, expression] of integration.requestParameters) {
    const value = mapped(expression, request);
    if (name === 'Region') {
      region = value ?? region;
    } else if (value !== undefined) {
      input[name[0].toLowerCase() + name.slice(1)] = value;
    }
  }
  const { body, headers, status } = await inRegion(region, subtype, input, call);
  return { status, headers: lowerCased(headers), body };
}

/** In another Region nobody knows what the ARN names. */
async function inRegion(region: string, { action }: Subtype, input: JsonObject, call: ServiceCall) {
  const arn = String(input.stateMachineArn ?? input.executionArn);
  if (arn.startsWith('arn:') && arn.split(':')[3] !== region) {
    const error =
      input.executionArn === undefined
        ? new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
        : new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return refused(error, 'com.amazonaws.swf.service.v2.model', call);
  }
  return callStates(action, JSON.stringify(input), call);
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** API Gateway makes no integration whose parameters it does not know, or that lacks one. */
function refuseWrongParameters(
  { required, optional }: Subtype,
  { place, requestParameters, subtype }: HttpIntegration,
): void {
  const unknown = [...requestParameters.keys()].find((name) => ![...required, ...optional].includes(name));
  const missing = required.find((name) => !requestParameters.has(name));
  if (unknown !== undefined || missing !== undefined) {
    const what = unknown === undefined ? `lacks the parameter ${missing}` : `has the parameter ${unknown}`;
    throw new RehearsalError(`${place} ${what}: API Gateway refuses that for ${subtype}`);
  }
}
