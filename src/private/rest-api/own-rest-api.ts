import type { Construct } from 'constructs';
import type { ApiAuthorization } from './api-authorization';
import { ApiKeys } from './api-keys';
import { DeployedRestApi, type OwnRestApiOptions } from './deployed-rest-api';
import { openApiBody } from './open-api-body';
import type { CorsHeaders, RestOperation } from './rest-operation';

/** A REST API of our own that operations are added to. */
export class OwnRestApi extends DeployedRestApi {
  private readonly operations: RestOperation[] = [];
  private keys?: ApiKeys;

  public constructor(
    owner: Construct,
    options: OwnRestApiOptions,
    private readonly cors: () => CorsHeaders | undefined,
  ) {
    super(owner, { ...options, executionLogging: true });
  }

  /**
   * @param target - what the operation calls, as far as the document does not say it: what has another value when the
   * thing behind the same ARN is another one
   */
  public add(operation: RestOperation, target: unknown): void {
    this.operations.push(operation);
    this.deployment.addToLogicalId(target);
    this.askForKey(operation.authorization);
  }

  protected document(credentials: string): object {
    return openApiBody({ title: this.title, operations: this.operations, cors: this.cors() }, credentials);
  }

  private askForKey(authorization: ApiAuthorization): void {
    const { _config: config } = authorization;
    if (config.kind !== 'apiKey') return;
    this.keys ??= new ApiKeys(this.owner, this.restApi, config.options);
    this.keys.refuseOthers(config.options);
  }
}
