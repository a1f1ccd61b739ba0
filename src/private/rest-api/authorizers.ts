import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { invalid } from '../errors';
import type { ApiAuthorization } from './api-authorization';

/** An authorizer of API Gateway, as AWS::ApiGateway::Authorizer and the OpenAPI extension have it. */
export interface AuthorizerSettings {
  readonly type: 'token' | 'request' | 'cognito_user_pools';
  readonly identitySource: string;
  readonly ttlSeconds: number;
  readonly uri?: string;
  readonly credentials?: string;
  readonly providerArns?: readonly string[];
}

/** Refuses what API Gateway would. */
export function checkAuthorization(scope: IConstruct, { _config: config }: ApiAuthorization): void {
  if (config.kind !== 'cognito' && config.kind !== 'lambda') return;
  if (!/^[A-Za-z][\w-]*$/.test(config.header)) {
    throw invalid(
      scope,
      `authorization must read a header, received '${config.header}': take one such as Authorization`,
    );
  }
  if (config.kind === 'lambda' && config.ttlSeconds > MAX_TTL_SECONDS) {
    throw invalid(
      scope,
      `authorization.resultsCacheTtl must be at most an hour, received ${config.ttlSeconds} s: API Gateway keeps no longer`,
    );
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html */
const MAX_TTL_SECONDS = 3600;

/** What API Gateway calls to know whether a request may pass; undefined where it knows without. */
export function authorizerOf(
  { _config: config }: ApiAuthorization,
  credentials: string,
): AuthorizerSettings | undefined {
  switch (config.kind) {
    case 'cognito':
      return {
        type: 'cognito_user_pools',
        identitySource: `method.request.header.${config.header}`,
        ttlSeconds: 300,
        providerArns: [config.userPool.userPoolArn],
      };
    case 'lambda':
      return {
        type: config.wholeRequest ? 'request' : 'token',
        identitySource: `method.request.header.${config.header}`,
        ttlSeconds: config.ttlSeconds,
        uri: invocationUri(config.authorizer),
        credentials,
      };
    default:
      return undefined;
  }
}

/** What the role with which API Gateway calls an authorizer has to be allowed. */
export function authorizerRights({ _config: config }: ApiAuthorization): iam.PolicyStatement[] {
  if (config.kind !== 'lambda') return [];
  return [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [config.authorizer.functionArn] })];
}

/** What API Gateway calls a function by, in the Region of the function. */
export function invocationUri(fn: lambda.IFunction): string {
  return `arn:${Stack.of(fn).partition}:apigateway:${fn.env.region}:lambda:path/2015-03-31/functions/${fn.functionArn}/invocations`;
}

/** Who sent the request, as a mapping template knows it; undefined where nobody does. */
export function callerOf({ _config: { kind } }: ApiAuthorization): string | undefined {
  switch (kind) {
    case 'iam':
      return '$context.identity.userArn';
    case 'cognito':
      return '$context.authorizer.claims.sub';
    case 'lambda':
      return '$context.authorizer.principalId';
    case 'apiKey':
      return '$context.identity.apiKeyId';
    case 'none':
      return undefined;
  }
}
