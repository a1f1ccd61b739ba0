import { Annotations, CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { Construct, IConstruct } from 'constructs';

/** Quotas that AWS raises: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const USUAL_RULES = 300;
const FEWER_RULES: Readonly<Record<string, number>> = { 'af-south-1': 100, 'eu-south-1': 100 };

/** Where it is time to ask for more. */
const NEARLY = 0.9;

/**
 * Warns once the app has nearly as many rules on a bus as a bus may have. Others of the account are not seen.
 *
 * @param bus - the default one of the stack when there is none
 */
export function warnNearQuota(scope: Construct, bus?: events.IEventBus): void {
  scope.node.addValidation({
    validate: () => {
      const { region } = Stack.of(scope);
      const most = (Token.isUnresolved(region) ? undefined : FEWER_RULES[region]) ?? USUAL_RULES;
      const wanted = identityOf(scope, bus?.eventBusName);
      const rules = scope.node.root.node
        .findAll()
        .filter((node): node is events.CfnRule => isRule(node) && identityOf(node, node.eventBusName) === wanted);
      if (rules.length >= most * NEARLY) {
        Annotations.of(scope).addWarningV2(
          'cdk-workflows:rulesQuota',
          `the app has ${rules.length} rules on one bus, and a bus may have ${most} unless AWS has raised the quota of this ` +
            'account: have it raised, or take another bus',
        );
      }
      return [];
    },
  });
}

/** The same for the same bus, whatever stack names it: the path of its construct, or its name and where it is. */
function identityOf(scope: IConstruct, name = 'default'): string {
  const [token] = Token.isUnresolved(name) ? Tokenization.reverseString(name).tokens : [];
  if (token && Reference.isReference(token)) return token.target.node.path;
  const { account, region } = Stack.of(scope);
  return JSON.stringify(Stack.of(scope).resolve([name, account, region]));
}

function isRule(node: IConstruct): node is events.CfnRule {
  return CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::Events::Rule';
}
