import { isObject, type JsonObject } from '../../../asl/json';
import type { AppResources } from '../app-resources';
import { allows } from './statement';

/** Whom the Lambda functions of the app let call them: https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
export class FunctionPolicies {
  constructor(private readonly resources: AppResources) {}

  /**
   * Whether a service may call a function on behalf of a resource. A function that is in no template is given the benefit
   * of the doubt.
   *
   * @param functionArn - with the version or alias that is called
   * @param service - `apigateway.amazonaws.com`
   * @param sourceArn - the method, the rule
   */
  public admit(functionArn: string, service: string, sourceArn: string): boolean {
    const unqualified = functionArn.split(':').slice(0, 7).join(':');
    const called = this.resources.find('AWS::Lambda::Function', unqualified);
    if (!called) {
      return true;
    }
    const names = functionArn === unqualified ? [functionArn, called.ref] : [functionArn];
    const statements = this.resources
      .ofType('AWS::Lambda::Permission')
      .filter(({ properties }) => names.includes(String(properties.FunctionName)))
      .map(({ properties }) => statementOf(properties));
    const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': sourceArn.split(':')[4] };
    return allows(statements, { action: 'lambda:InvokeFunction', resource: functionArn, service, context });
  }
}

/** A permission in the words of a policy. */
function statementOf({ Action, Principal, SourceArn, SourceAccount }: JsonObject): JsonObject {
  return {
    Effect: 'Allow',
    Action,
    Resource: '*',
    Principal: isObject(Principal) ? Principal : { Service: Principal },
    Condition: {
      ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': SourceArn } }),
      ...(SourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
    },
  };
}
