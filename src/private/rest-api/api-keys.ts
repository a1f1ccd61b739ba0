import { Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { invalid } from '../errors';
import type { ApiKeyAuthorizationOptions } from './api-authorization';
import { checkedThrottling } from './api-throttling';

/** The keys that a stage asks for, in a usage plan that stands in the stack of the stage. */
export class ApiKeys extends Construct {
  constructor(
    private readonly owner: Construct,
    restApi: apigateway.IRestApi,
    private readonly options: ApiKeyAuthorizationOptions,
    place = owner,
  ) {
    super(place, 'ApiKeys');
    const { apiKeys, throttling, monthlyQuota } = options;
    if (apiKeys?.length === 0) {
      throw invalid(owner, 'authorization must have an API key in apiKeys: leave it out for one that is made');
    }
    if (throttling) checkedThrottling(owner, 'authorization.throttling', throttling);
    const known = monthlyQuota !== undefined && !Token.isUnresolved(monthlyQuota);
    if (known && !(monthlyQuota >= 1 && Number.isInteger(monthlyQuota))) {
      throw invalid(owner, `authorization.monthlyQuota must be a whole number, at least 1, received ${monthlyQuota}`);
    }
    if (!restApi.deploymentStage) {
      throw invalid(
        owner,
        'restApi must have a deploymentStage for API keys, whose usage plan names it: set it, or take another authorization',
      );
    }
    const plan = new apigateway.UsagePlan(this, 'UsagePlan', {
      apiStages: [{ api: restApi, stage: restApi.deploymentStage }],
      throttle: throttling,
      quota: monthlyQuota === undefined ? undefined : { limit: monthlyQuota, period: apigateway.Period.MONTH },
    });
    for (const key of apiKeys ?? [new apigateway.ApiKey(this, 'ApiKey')]) plan.addApiKey(key);
  }

  public refuseOthers(options: ApiKeyAuthorizationOptions): void {
    if (options === this.options) return;
    throw invalid(
      this.owner,
      'authorization must ask for API keys in one way only, because a key opens every route of its stage that asks for ' +
        'one: share the ApiAuthorization.apiKey() between the routes',
    );
  }
}
