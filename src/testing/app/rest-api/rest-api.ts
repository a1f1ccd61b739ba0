import type { Json, JsonObject } from '../../../asl/json';
import type { AppResource } from '../app-resources';

/** A REST API as it is deployed, whichever way the template says it. */
export interface RestApi {
  readonly resource: AppResource;
  /** The stage that requests go to. */
  readonly stage: ApiStage;
  readonly routes: readonly ApiRoute[];
  /** By type: `BAD_REQUEST_BODY`. */
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponse>;
  /** The schemas of all models by name, for those that refer to others. */
  readonly models: ReadonlyMap<string, Json>;
  readonly policy?: Json;
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  /** Bodies of these types are not taken for texts: `image/png`. */
  readonly binaryMediaTypes: readonly string[];
}

export interface ApiStage {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** A method of a resource. */
export interface ApiRoute {
  /** `/orders/{name}` */
  readonly path: string;
  /** `POST`, or `ANY` */
  readonly method: string;
  readonly resourceId: string;
  readonly authorization: Authorization;
  readonly apiKeyRequired: boolean;
  readonly validates: { readonly body: boolean; readonly parameters: boolean };
  readonly parameters: readonly RequestParameter[];
  /** The schema that a body has to match, by content type. */
  readonly bodySchemas: ReadonlyMap<string, Json>;
  readonly integration: ApiIntegration;
  /** The statuses that the method declares, each with the headers that it may answer with. */
  readonly responses: ReadonlyMap<string, readonly string[]>;
}

export interface RequestParameter {
  readonly location: 'header' | 'path' | 'querystring';
  readonly name: string;
  readonly required: boolean;
}

export type Authorization =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'AWS_IAM' }
  | { readonly kind: 'COGNITO_USER_POOLS'; readonly authorizer: Authorizer; readonly scopes: readonly string[] }
  | { readonly kind: 'CUSTOM'; readonly authorizer: Authorizer };

export interface Authorizer {
  readonly name: string;
  /** Where it is known before the deployment. */
  readonly id?: string;
  readonly type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS';
  readonly uri?: string;
  readonly credentials?: string;
  /** `method.request.header.Authorization` */
  readonly identitySources: readonly string[];
  readonly identityValidationExpression?: string;
  readonly resultTtlInSeconds: number;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html */
export interface ApiIntegration {
  readonly type: 'AWS' | 'AWS_PROXY' | 'MOCK';
  readonly uri: string;
  readonly credentials?: string;
  readonly passthroughBehavior: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  readonly requestTemplates: ReadonlyMap<string, string>;
  /** `integration.request.header.X` to `method.request.header.Y` or `'text'`. */
  readonly requestParameters: ReadonlyMap<string, string>;
  readonly timeoutInMillis: number;
  readonly responses: readonly IntegrationResponse[];
}

export interface IntegrationResponse {
  readonly status: string;
  /** Missing for the default. */
  readonly selectionPattern?: string;
  readonly templates: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, string>;
}

export interface GatewayResponse {
  readonly status?: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly templates: ReadonlyMap<string, string>;
}

/** The members of an object whose values are texts, as a map. */
export function textMap(value: Json | undefined): Map<string, string> {
  return new Map(Object.entries((value ?? {}) as JsonObject).map(([name, member]) => [name, String(member)]));
}
