import type { ApiAuthorization } from './api-authorization';

/** A method of a REST API, whatever it is rendered as: part of an OpenAPI document, or resources of an existing API. */
export interface RestOperation {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `/orders/{executionName}` */
  readonly path: string;
  /** Unique in its API. */
  readonly id: string;
  readonly summary: string;
  readonly parameters: readonly RestParameter[];
  readonly body?: RestModel;
  readonly authorization: ApiAuthorization;
  readonly integration: RestIntegration;
  /** What clients may be answered, in the order of the codes. */
  readonly answers: readonly RestAnswer[];
}

/** A part of the request that must be there. */
export interface RestParameter {
  readonly name: string;
  readonly in: 'path' | 'header';
  readonly description: string;
}

/** A schema with a name, of letters and digits. */
export interface RestModel {
  readonly name: string;
  readonly schema: object;
}

/** A call of an AWS service with the role of the API, and what becomes of its answers. */
export interface RestIntegration {
  /** `arn:aws:apigateway:us-east-1:states:action/StartExecution` */
  readonly uri: string;
  readonly requestTemplate: string;
  readonly responses: readonly IntegrationResponse[];
}

export interface IntegrationResponse {
  /** A regular expression for the status code, or for the message of a Lambda error; the default without. */
  readonly pattern?: string;
  /** Unless the template says another. */
  readonly status: number;
  readonly template: string;
}

/** An answer as the documentation for clients has it. */
export interface RestAnswer {
  readonly status: number;
  readonly description: string;
  /** Nothing for an answer without content. */
  readonly model?: RestModel;
  readonly headers?: Readonly<Record<string, string>>;
}

/** All operations of a REST API, and what they share. */
export interface RestApiModel {
  readonly title: string;
  readonly operations: readonly RestOperation[];
  readonly cors?: CorsHeaders;
}

/** Headers by name, for every answer and for those to OPTIONS. */
export interface CorsHeaders {
  readonly everywhere: Readonly<Record<string, string>>;
  readonly preflight: Readonly<Record<string, string>>;
}
