import { Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** Takes an action out of every policy of the roles below a construct, so that a test sees what misses it. */
export function withoutRight(scope: IConstruct, action: string): void {
  const policies = scope.node.findAll().filter((each): each is iam.CfnPolicy => each instanceof iam.CfnPolicy);
  let found = 0;
  for (const policy of policies) {
    const document = policy.policyDocument;
    const text = JSON.stringify(policy.stack.resolve(document));
    if (!text.includes(`"${action}"`)) continue;
    found++;
    policy.policyDocument = Lazy.uncachedAny({
      produce: (context) =>
        JSON.parse(JSON.stringify(context.resolve(document)).replaceAll(`"${action}"`, '"none:None"')),
    });
  }
  if (found === 0) throw new Error(`nothing below ${scope.node.path} has the right ${action}`);
}
