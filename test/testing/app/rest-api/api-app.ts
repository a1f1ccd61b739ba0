import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { type AppRehearsal, type Json, Rehearsal } from '../../../../src/testing';

export type Fields = Record<string, unknown>;

/** The mapping that keeps a body as it is. */
export const BODY = `"$util.escapeJavaScript($input.body).replaceAll("\\\\'","'")"`;

/** A stack with a state machine, a role that may use it, and whatever APIs a test adds. */
export class ApiApp {
  public readonly stack = new Stack(new App(), 'Orders');
  public readonly machine: sfn.StateMachine;
  public readonly role: iam.Role;

  constructor(definition?: (stack: Stack) => sfn.IChainable, type = sfn.StateMachineType.STANDARD) {
    const { stack } = this;
    const chainable = definition?.(stack) ?? new sfn.Pass(stack, 'Done');
    this.machine = new sfn.StateMachine(stack, 'Machine', {
      stateMachineType: type,
      definitionBody: sfn.DefinitionBody.fromChainable(chainable),
    });
    this.role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    this.machine.grantStartExecution(this.role);
    this.machine.grantStartSyncExecution(this.role);
    this.machine.grantExecution(this.role, 'states:DescribeExecution', 'states:StopExecution');
  }

  /** An API out of a document with these paths. */
  public api(paths: Fields, more: Fields = {}, id = 'Api'): apigateway.SpecRestApi {
    const document = { openapi: '3.0.1', info: { title: id, version: '1' }, paths, ...more };
    return new apigateway.SpecRestApi(this.stack, id, {
      cloudWatchRole: false,
      apiDefinition: apigateway.ApiDefinition.fromInline(document),
    });
  }

  public function(id: string): lambda.Function {
    return new lambda.Function(this.stack, id, {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
    });
  }

  /** An integration with an action of Step Functions. */
  public states(action: string, template: string, fields: Fields = {}): Fields {
    return {
      type: 'aws',
      httpMethod: 'POST',
      uri: this.uri(`states:action/${action}`),
      credentials: this.role.roleArn,
      passthroughBehavior: 'never',
      requestTemplates: { 'application/json': template },
      responses: { default: { statusCode: '200' } },
      ...fields,
    };
  }

  /** Starts an execution with the body as its input. */
  public start(fields: Fields = {}): Fields {
    return this.states(
      'StartExecution',
      `{"stateMachineArn":"${this.machine.stateMachineArn}","input":${BODY}}`,
      fields,
    );
  }

  public uri(target: string): string {
    return `arn:aws:apigateway:${this.stack.region}:${target}`;
  }

  /** The URI of a function. */
  public uriOf(fn: lambda.IFunction): string {
    return this.uri(`lambda:path/2015-03-31/functions/${fn.functionArn}/invocations`);
  }

  public rehearsal(): AppRehearsal {
    return Rehearsal.ofApp(this.stack, { startTime: new Date('2026-03-01T08:00:00Z') });
  }
}

/** An operation with an integration, which declares the statuses that it answers with. */
export function operation(integration: Fields, fields: Fields = {}): Fields {
  const responses = (integration.responses ?? {}) as Record<string, { statusCode: string }>;
  return {
    responses: Object.fromEntries(
      Object.values(responses).map(({ statusCode }) => [
        statusCode,
        { description: 'ok', headers: { Location: { schema: { type: 'string' } } } },
      ]),
    ),
    'x-amazon-apigateway-integration': integration,
    ...fields,
  };
}

/** An integration that answers with what a template makes, of the request or of anything else. */
export function mock(template = '{}', fields: Fields = {}): Fields {
  return {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: { default: { statusCode: '200', responseTemplates: { 'application/json': template } } },
    ...fields,
  };
}

/** The inputs of all executions so far. */
export function inputs(rehearsal: AppRehearsal): Json[] {
  return rehearsal.executions().map(({ input }) => input);
}

/** A template that answers with who the caller is. */
const WHO =
  '{"arn":"$context.identity.userArn","who":"$context.authorizer.principalId","sub":"$context.authorizer.claims.sub"}';

/** An API with a method for each security scheme. */
export function secured(app: ApiApp, schemes: Fields, more: Fields = {}, scopes: readonly string[] = []) {
  const paths = Object.fromEntries(
    Object.keys(schemes).map((name) => [`/${name}`, { get: operation(mock(WHO), { security: [{ [name]: scopes }] }) }]),
  );
  return app.api(paths, { components: { securitySchemes: schemes }, ...more });
}

export const IAM_SCHEME = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': 'awsSigv4',
};
