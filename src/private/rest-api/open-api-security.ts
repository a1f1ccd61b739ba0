import type { ApiAuthorization, AuthorizationConfig } from './api-authorization';
import { authorizerOf } from './authorizers';

/** What the kinds of authorization are called in an OpenAPI document. */
const NAMES: Readonly<Record<Exclude<AuthorizationConfig['kind'], 'none'>, string>> = {
  iam: 'sigv4',
  cognito: 'userPool',
  lambda: 'custom',
  apiKey: 'apiKey',
};

/** The security schemes of one OpenAPI document: its authorizations, each under a name. */
export class OpenApiSecurity {
  private readonly named = new Map<string, ApiAuthorization>();
  private readonly names = new Map<ApiAuthorization, string>();

  constructor(authorizations: Iterable<ApiAuthorization>) {
    for (const authorization of authorizations) this.add(authorization);
  }

  /** What an operation says: `[{ "sigv4": [] }]`; an empty list lets everyone in. */
  public requirementOf(authorization: ApiAuthorization): object[] {
    const { _config: config } = authorization;
    const name = this.names.get(authorization);
    return name ? [{ [name]: config.kind === 'cognito' ? config.scopes : [] }] : [];
  }

  /**
   * @param credentials - the role that API Gateway calls authorizers with; left out for a document without AWS extensions
   */
  public schemes(credentials?: string): Record<string, object> {
    return Object.fromEntries(
      [...this.named].map(([name, authorization]) => [
        name,
        { ...plainScheme(authorization), ...(credentials ? extension(authorization, credentials) : {}) },
      ]),
    );
  }

  private add(authorization: ApiAuthorization): void {
    const { kind } = authorization._config;
    if (kind === 'none' || this.names.has(authorization)) return;
    // Signatures and keys are the same, however often they are asked for; authorizers are not.
    const isOne = kind === 'iam' || kind === 'apiKey';
    let name = NAMES[kind];
    for (let n = 2; !isOne && this.named.has(name); n++) name = `${NAMES[kind]}${n}`;
    this.named.set(name, authorization);
    this.names.set(authorization, name);
  }
}

function plainScheme({ _config: config }: ApiAuthorization): object {
  switch (config.kind) {
    case 'apiKey':
      return { type: 'apiKey', name: 'x-api-key', in: 'header' };
    case 'cognito':
    case 'lambda':
      return { type: 'apiKey', name: config.header, in: 'header' };
    default:
      return { type: 'apiKey', name: 'Authorization', in: 'header' };
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html */
function extension(authorization: ApiAuthorization, credentials: string): object {
  if (authorization._config.kind === 'iam') return { 'x-amazon-apigateway-authtype': 'awsSigv4' };
  const authorizer = authorizerOf(authorization, credentials);
  if (!authorizer) return {};
  return {
    'x-amazon-apigateway-authtype': authorizer.type === 'cognito_user_pools' ? authorizer.type : 'custom',
    'x-amazon-apigateway-authorizer': {
      type: authorizer.type,
      identitySource: authorizer.identitySource,
      authorizerResultTtlInSeconds: authorizer.ttlSeconds,
      ...(authorizer.providerArns ? { providerARNs: authorizer.providerArns } : {}),
      ...(authorizer.uri ? { authorizerUri: authorizer.uri, authorizerCredentials: authorizer.credentials } : {}),
    },
  };
}
