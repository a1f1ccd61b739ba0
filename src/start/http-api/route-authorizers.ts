import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { uniquePath } from '../../private/names';
import { checkAuthorization, type HttpApiAuthorization } from './http-api-authorization';

/** The authorizers of an API's routes: one for each way of authorization. */
export class RouteAuthorizers extends Construct {
  private readonly made = new Map<HttpApiAuthorization, apigatewayv2.IHttpRouteAuthorizer>();

  public constructor(
    scope: Construct,
    private readonly httpApi: apigatewayv2.IHttpApi,
  ) {
    super(scope, 'Authorizers');
  }

  public of(scope: Construct, authorization: HttpApiAuthorization): apigatewayv2.IHttpRouteAuthorizer {
    const known = this.made.get(authorization);
    if (known) return known;
    checkAuthorization(scope, authorization);
    const made = this.authorizerFor(authorization);
    this.made.set(authorization, made);
    return made;
  }

  private authorizerFor({ _config: config }: HttpApiAuthorization): apigatewayv2.IHttpRouteAuthorizer {
    if (config.kind !== 'jwt') return boundTo({ authorizationType: config.kind === 'iam' ? 'AWS_IAM' : 'NONE' });
    const number = [...this.made.keys()].filter(({ _config }) => _config.kind === 'jwt').length + 1;
    const scope = new Construct(this, `Jwt${number}`);
    const { authorizerId } = new apigatewayv2.HttpAuthorizer(scope, 'Authorizer', {
      httpApi: this.httpApi,
      authorizerName: uniquePath(scope, 128),
      type: apigatewayv2.HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: config.issuer,
      jwtAudience: config.audiences,
    });
    return boundTo({ authorizationType: 'JWT', authorizerId, authorizationScopes: config.scopes });
  }
}

function boundTo(config: apigatewayv2.HttpRouteAuthorizerConfig): apigatewayv2.IHttpRouteAuthorizer {
  return { bind: () => config };
}
