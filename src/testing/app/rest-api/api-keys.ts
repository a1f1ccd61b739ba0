import { isObject } from '../../../asl/json';
import type { AppResources } from '../app-resources';
import { GatewayFailure } from './gateway-failure';
import type { Invocation } from './invocation';
import type { RestApi } from './rest-api';

interface ApiKey {
  readonly id: string;
  readonly value: string;
}

/**
 * Looks for the key of a request in the usage plans of the stage. A key whose value API Gateway makes up has its id as its
 * value.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export function checkApiKey(invocation: Invocation, resources: AppResources): void {
  const keys = keysOf(invocation.api, resources);
  const given =
    invocation.api.apiKeySource === 'AUTHORIZER' ? invocation.usageIdentifierKey : invocation.header('x-api-key');
  const found =
    given === undefined && invocation.credentials !== 'none' ? keys[0] : keys.find(({ value }) => value === given);
  if (!found) {
    throw new GatewayFailure('INVALID_API_KEY', 'Forbidden');
  }
  invocation.identity.set('apiKey', found.value).set('apiKeyId', found.id);
}

function keysOf({ resource, stage }: RestApi, resources: AppResources): ApiKey[] {
  const plans = resources
    .ofType('AWS::ApiGateway::UsagePlan')
    .filter(({ properties }) =>
      [properties.ApiStages ?? []]
        .flat()
        .some((one) => isObject(one) && one.ApiId === resource.ref && one.Stage === stage.name),
    )
    .map(({ ref }) => ref);
  return resources
    .ofType('AWS::ApiGateway::UsagePlanKey')
    .filter(({ properties }) => plans.includes(String(properties.UsagePlanId)))
    .flatMap(({ properties }) => {
      const id = String(properties.KeyId);
      const key = resources.ofType('AWS::ApiGateway::ApiKey').find(({ ref }) => ref === id);
      return key?.properties.Enabled === false ? [] : [{ id, value: String(key?.properties.Value ?? id) }];
    });
}
