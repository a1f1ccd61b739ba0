import type { AppResource } from '../app-resources';

/** An HTTP API as it is deployed, whichever way the template says it. */
export interface HttpApi {
  readonly resource: AppResource;
  readonly stages: readonly HttpStage[];
  readonly routes: readonly HttpRoute[];
  readonly cors?: CorsConfiguration;
}

export interface HttpStage {
  /** `$default`, or a name that stands first in the path. */
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface HttpRoute {
  /** The path of its construct, for messages. */
  readonly place: string;
  /** `POST /orders/{id}`, `ANY /{proxy+}` or `$default`. */
  readonly key: string;
  readonly authorization: HttpAuthorization;
  readonly integration: HttpIntegration;
}

export type HttpAuthorization =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'AWS_IAM' }
  | { readonly kind: 'JWT'; readonly authorizer: JwtAuthorizer; readonly scopes: readonly string[] };

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
export interface JwtAuthorizer {
  /** `$request.header.Authorization` */
  readonly identitySource: string;
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid.html */
export interface HttpIntegration {
  readonly place: string;
  /** `StepFunctions-StartExecution`; missing for a Lambda function. */
  readonly subtype?: string;
  /** The function, as an ARN or as the path that API Gateway invokes it by. */
  readonly uri?: string;
  readonly credentials?: string;
  readonly payloadFormatVersion: string;
  readonly timeoutInMillis: number;
  readonly requestParameters: ReadonlyMap<string, string>;
  /** By status of the integration: `{ "200": { "overwrite:statuscode": "202" } }`. */
  readonly responseParameters: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export interface CorsConfiguration {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAge?: number;
}
