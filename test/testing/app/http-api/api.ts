import { App, Duration, Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Rehearsal } from '../../../../src/testing';

/** An app with an HTTP API that is written by hand, and a state machine that it may start. */
export class HandWrittenApi {
  public readonly app = new App();
  public readonly stack = new Stack(this.app, 'Orders');
  public readonly machine: sfn.StateMachine;
  public readonly role: iam.Role;

  constructor(
    public readonly type = sfn.StateMachineType.STANDARD,
    seconds = 5,
  ) {
    this.machine = new sfn.StateMachine(this.stack, 'Machine', {
      stateMachineType: type,
      definitionBody: sfn.DefinitionBody.fromChainable(
        sfn.Wait.jsonata(this.stack, 'Rest', { time: sfn.WaitTime.duration(Duration.seconds(seconds)) }),
      ),
    });
    this.role = new iam.Role(this.stack, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    this.machine.grantStartExecution(this.role);
    this.machine.grantStartSyncExecution(this.role);
  }

  public api(settings: Partial<apigatewayv2.CfnApiProps> = {}, id = 'Api'): apigatewayv2.CfnApi {
    const api = new apigatewayv2.CfnApi(this.stack, id, { name: id, protocolType: 'HTTP', ...settings });
    new apigatewayv2.CfnStage(this.stack, `${id}Stage`, { apiId: api.ref, stageName: '$default', autoDeploy: true });
    return api;
  }

  /** A route with an integration that starts an execution, unless its settings say otherwise. */
  public route(
    api: apigatewayv2.CfnApi,
    routeKey: string,
    integration: Partial<apigatewayv2.CfnIntegrationProps> = {},
    route: Partial<apigatewayv2.CfnRouteProps> = {},
  ): void {
    const made = new apigatewayv2.CfnIntegration(this.stack, `Integration of ${routeKey.replace(/\W/g, ' ')}`, {
      apiId: api.ref,
      integrationType: 'AWS_PROXY',
      integrationSubtype: 'StepFunctions-StartExecution',
      credentialsArn: this.role.roleArn,
      payloadFormatVersion: '1.0',
      requestParameters: { StateMachineArn: this.machine.stateMachineArn, Input: '$request.body' },
      ...integration,
    });
    new apigatewayv2.CfnRoute(this.stack, `Route ${routeKey.replace(/\W/g, ' ')}`, {
      apiId: api.ref,
      routeKey,
      target: `integrations/${made.ref}`,
      ...route,
    });
  }

  public rehearse() {
    return Rehearsal.ofApp(this.app, { startTime: new Date('2026-03-01T08:00:00Z') });
  }
}
