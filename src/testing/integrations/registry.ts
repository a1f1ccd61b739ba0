import { optimizedActions, optimizedServices } from '../../asl/optimized-integrations';
import { requiredParameters } from '../../asl/required-parameters';
import type { Resource } from '../../asl/resource';
import { apigatewayInvoke } from './apigateway';
import { dynamodb, sdkDynamodb } from './dynamodb/integrations';
import { eventsPutEvents, sdkEventBridge } from './events';
import { httpInvoke } from './http';
import type { Integration } from './integration';
import { lambdaFunction, lambdaInvoke } from './lambda';
import { s3 } from './s3';
import { sdkAction } from './sdk-action';
import { sdkSnsPublish, snsPublish } from './sns';
import { sdkSqsSendMessage, sqsSendMessage } from './sqs';
import { sfn, startExecution } from './step-functions/integrations';

type Actions = Readonly<Record<string, Integration>>;

/** The actions of optimized integrations of which more is known than what their requests must have. */
const known: Readonly<Record<string, Actions>> = {
  apigateway: { invoke: apigatewayInvoke },
  dynamodb,
  events: { putEvents: eventsPutEvents },
  http: { invoke: httpInvoke },
  lambda: { invoke: lambdaInvoke },
  sns: { publish: snsPublish },
  sqs: { sendMessage: sqsSendMessage },
  states: { startExecution },
};

/** What a Resource calls as `<service>:<action>`. */
const optimizedIntegrations: Readonly<Record<string, Actions>> = Object.fromEntries(
  optimizedServices().map((service) => [
    service,
    Object.fromEntries(
      (optimizedActions(service) ?? []).map((action): [string, Integration] => [
        action,
        { required: requiredParameters(service, action), ...known[service]?.[action] },
      ]),
    ),
  ]),
);

/** What a Resource calls as `aws-sdk:<service>:<action>`. */
const sdkIntegrations: Readonly<Record<string, Actions>> = {
  dynamodb: sdkDynamodb,
  eventbridge: sdkEventBridge,
  s3,
  sfn,
  sns: { publish: sdkSnsPublish },
  sqs: { sendMessage: sdkSqsSendMessage },
};

/** A worker, or an action that Step Functions does not have: only a double can stand in for it. */
const unknown: Integration = {};

export function integrationOf(resource: Resource): Integration {
  switch (resource.kind) {
    case 'lambda':
      return lambdaFunction(resource.arn);
    case 'activity':
      return unknown;
    case 'integration':
      return resource.sdk
        ? (sdkIntegrations[resource.service]?.[resource.action] ?? sdkAction)
        : (optimizedIntegrations[resource.service]?.[resource.action] ?? unknown);
  }
}
