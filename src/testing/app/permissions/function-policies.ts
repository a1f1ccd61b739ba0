import type { AppResources } from '../app-resources';
import { matchesPattern } from './statement';

/** Which services the functions of the app let call them. */
export class FunctionPolicies {
  constructor(private readonly resources: AppResources) {}

  /**
   * Whether a service may call a function on behalf of a resource. A function that is in no template is given the benefit
   * of the doubt.
   *
   * @param functionArn - with a version or an alias, or without
   * @param service - `events.amazonaws.com`
   * @param sourceArn - the rule, the topic
   */
  public admit(functionArn: string, service: string, sourceArn: string): boolean {
    const unqualified = functionArn.split(':').slice(0, 7).join(':');
    const owner = this.resources.find('AWS::Lambda::Function', unqualified);
    if (!owner) {
      return true;
    }
    const names = [functionArn, ...(functionArn === unqualified ? [owner.ref] : [])];
    return this.resources.ofType('AWS::Lambda::Permission').some(({ properties }) => {
      const { Action, FunctionName, Principal, SourceArn = '*', SourceAccount } = properties;
      return (
        names.includes(String(FunctionName)) &&
        Principal === service &&
        (Action === 'lambda:InvokeFunction' || Action === 'lambda:*') &&
        matchesPattern(String(SourceArn), sourceArn) &&
        (SourceAccount === undefined || SourceAccount === sourceArn.split(':')[4])
      );
    });
  }
}
