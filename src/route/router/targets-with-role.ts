import { ArnFormat, CfnResource, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { isElsewhere } from '../../private/elsewhere';
import { invalid } from '../../private/errors';
import { isDefaultBus } from '../../private/event-rule/default-bus';
import { startStatement } from '../../private/started-machine';
import { refuseLoops, type StartedWorkflow } from '../event-loops';
import { identityOf as busOf } from '../forward/bus-identity';
import { watchForwarding } from '../forward/watched-forwarding';
import { checkEventPath } from './event-text';
import { httpParameters } from './http-parameters';
import { identityOf } from './resource-identity';
import type { ApiDestinationTargetOptions, ApiGatewayTargetOptions, StreamTargetOptions } from './route-target-options';
import type { Connect, TargetPlace } from './target-connection';
import { refuseTargetElsewhere } from './target-elsewhere';

/*
 * Targets that EventBridge calls with a role, which may do this only:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html#eb-target-permissions
 */

export function connectWorkflow(workflow: sfn.IStateMachine): Connect {
  return ({ scope, prop, pattern, bus, rules }) => {
    refuseTargetElsewhere(scope, prop, workflow);
    refuseLoops(scope, ownerOf(workflow), pattern, { bus });
    return { arn: workflow.stateMachineArn, role: rules.role(scope, 'Role', [startStatement(workflow)]) };
  };
}

/** The state machine of a `Workflow` has that as its scope, which knows what it announces and puts. */
function ownerOf(stateMachine: sfn.IStateMachine): StartedWorkflow {
  const owner = stateMachine.node.scope as Partial<StartedWorkflow> | undefined;
  return owner?.stateMachine === stateMachine ? (owner as StartedWorkflow) : { stateMachine };
}

export function connectStream(stream: kinesis.IStream, { partitionKey }: StreamTargetOptions): Connect {
  return ({ scope, prop, rules }) => {
    refuseTargetElsewhere(scope, prop, stream);
    if (partitionKey !== undefined) checkEventPath(scope, `${prop}.partitionKey`, partitionKey);
    const statements = [allow('kinesis:PutRecord', stream.streamArn)];
    if (stream.encryptionKey) statements.push(allow('kms:GenerateDataKey', stream.encryptionKey.keyArn));
    return {
      arn: stream.streamArn,
      role: rules.role(scope, 'Role', statements),
      kinesisParameters: partitionKey === undefined ? undefined : { partitionKeyPath: partitionKey },
    };
  };
}

const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

export function connectApi(api: apigateway.IRestApi, options: ApiGatewayTargetOptions): Connect {
  return (place) => {
    const { scope, prop, rules } = place;
    refuseTargetElsewhere(scope, prop, api);
    const { method, path } = options;
    if (!METHODS.includes(method)) {
      throw invalid(scope, `${prop}.method must be one of ${METHODS.join(', ')}, received '${method}'`);
    }
    if (!path.startsWith('/') || path.includes('{')) {
      throw invalid(
        scope,
        `${prop}.path must begin with '/', and have an asterisk for each path parameter, received '${path}': write '/orders/*'`,
      );
    }
    const arn = Stack.of(scope).formatArn({
      service: 'execute-api',
      resource: api.restApiId,
      resourceName: `${stageOf(place, api, options)}/${method}${path}`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    return {
      arn,
      role: rules.role(scope, 'Role', [allow('execute-api:Invoke', arn)]),
      httpParameters: httpParameters(scope, prop, options, path),
    };
  };
}

function stageOf({ scope, prop }: TargetPlace, api: apigateway.IRestApi, { stage }: ApiGatewayTargetOptions): string {
  const known = stage ?? (api.deploymentStage as apigateway.IStage | undefined)?.stageName;
  if (known === undefined) {
    throw invalid(scope, `${prop}.stage must be given: an API that is imported or not deployed has no stage to choose`);
  }
  return known;
}

export function connectApiDestination(
  destination: events.IApiDestination,
  options: ApiDestinationTargetOptions,
): Connect {
  return ({ scope, prop, rules }) => {
    refuseTargetElsewhere(scope, prop, destination);
    const resource = destination.node.children.find(isApiDestination);
    const endpoint = resource?.invocationEndpoint;
    return {
      arn: destination.apiDestinationArn,
      role: rules.role(scope, 'Role', [allow('events:InvokeApiDestination', destination.apiDestinationArn)]),
      httpParameters: httpParameters(scope, prop, options, endpoint),
    };
  };
}

/**
 * It takes neither a retry policy nor another input: K2. What another bus has sent here already cannot be sent on within
 * the Region, and would only fill the dead-letter queue.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
 */
export function connectBus(target: events.IEventBus): Connect {
  return ({ scope, prop, pattern, bus, rules }) => {
    if (isSame(scope, target, bus)) {
      throw invalid(scope, `${prop} must not be the bus that the events come from, which EventBridge does not send to`);
    }
    // Events of other places, which a route may name, are not looked at: some may go on, and some not.
    if (!('account' in pattern || 'region' in pattern)) {
      watchForwarding({ construct: scope, from: busOf(scope, bus), to: busOf(scope, target), pattern }, prop);
    }
    return {
      arn: target.eventBusArn,
      role: rules.role(scope, 'Role', [allow('events:PutEvents', target.eventBusArn)]),
      hasFixedRetries: true,
      takesOwnEventsOnly: true,
    };
  };
}

function isSame(scope: IConstruct, one: events.IEventBus, other?: events.IEventBus): boolean {
  if (other === undefined || isDefaultBus(other)) return isDefaultBus(one) && !isElsewhere(one.env, Stack.of(scope));
  return identityOf(scope, one.eventBusArn) === identityOf(scope, other.eventBusArn);
}

function isApiDestination(node: IConstruct): node is events.CfnApiDestination {
  return CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::Events::ApiDestination';
}

function allow(action: string, resource: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [action], resources: [resource] });
}
