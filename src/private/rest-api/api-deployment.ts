import { createHash } from 'node:crypto';
import { type IResolveContext, Lazy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';

/**
 * A deployment that is another one when the API is: its logical id has a hash of all that the API's resource says. The CDK
 * does the same, but asks for it anew whenever the id is asked for, a third of the time that an API takes to synthesize.
 */
export class ApiDeployment extends apigateway.Deployment {
  private readonly more: unknown[] = [];
  private known?: string;
  private prepared = false;

  public constructor(
    scope: Construct,
    id: string,
    private readonly restApi: apigateway.SpecRestApi,
  ) {
    super(scope, id, { api: restApi });
    const resource = this.node.defaultChild as apigateway.CfnDeployment;
    const plain = this.stack.getLogicalId(resource);
    resource.overrideLogicalId(Lazy.uncachedString({ produce: (context) => this.logicalId(plain, context) }));
  }

  /** What changes the API although its resource says the same. */
  public override addToLogicalId(data: unknown): void {
    this.more.push(data);
  }

  /**
   * The CDK prepares a synthesis by looking for references, for which the id does not matter, and after that nothing
   * changes any more.
   */
  private logicalId(plain: string, { preparing }: IResolveContext): string {
    if (preparing) {
      this.prepared = true;
      this.known = undefined;
      return plain;
    }
    const id = this.known ?? `${plain}${this.hash()}`;
    if (this.prepared) this.known = id;
    return id;
  }

  private hash(): string {
    const resource = this.restApi.node.defaultChild as apigateway.CfnRestApi;
    const said = this.stack.resolve([resource._toCloudFormation(), this.more]);
    return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
  }
}
