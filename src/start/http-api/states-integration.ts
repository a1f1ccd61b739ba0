import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as iam from 'aws-cdk-lib/aws-iam';

/** A call of Step Functions: `StepFunctions-StartExecution` with what its parameters are mapped to. */
export interface StatesCall {
  readonly subtype: apigatewayv2.HttpIntegrationSubtype;
  readonly role: iam.IRole;
  readonly parameters: Readonly<Record<string, string>>;
  /** By status of Step Functions, with which status the client is answered. */
  readonly statuses: Readonly<Record<string, string>>;
}

/**
 * An integration of an HTTP API with Step Functions.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export class StatesIntegration extends apigatewayv2.HttpRouteIntegration {
  public constructor(private readonly call: StatesCall) {
    super('Integration');
  }

  public bind(): apigatewayv2.HttpRouteIntegrationConfig {
    const { parameters, role, subtype } = this.call;
    const mapping = new apigatewayv2.ParameterMapping();
    for (const [name, value] of Object.entries(parameters)) mapping.custom(name, value);
    return {
      type: apigatewayv2.HttpIntegrationType.AWS_PROXY,
      subtype,
      credentials: apigatewayv2.IntegrationCredentials.fromRole(role),
      connectionType: apigatewayv2.HttpConnectionType.INTERNET,
      payloadFormatVersion: apigatewayv2.PayloadFormatVersion.VERSION_1_0,
      parameterMapping: mapping,
    };
  }

  /** Response parameters, which the CDK's integration has no property for. */
  protected override completeBind({ scope }: apigatewayv2.HttpRouteIntegrationBindOptions): void {
    const statuses = Object.entries(this.call.statuses);
    if (statuses.length === 0) return;
    const integration = scope.node.findChild('Integration').node.defaultChild as apigatewayv2.CfnIntegration;
    integration.responseParameters = Object.fromEntries(
      statuses.map(([status, answered]) => [
        status,
        { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: answered }] },
      ]),
    );
  }
}
