import { Annotations, CfnResource, Stack, Token } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { Construct, IConstruct } from 'constructs';

/** Quotas that AWS raises: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const USUAL_RULES = 300;
const FEWER_RULES: Readonly<Record<string, number>> = { 'af-south-1': 100, 'eu-south-1': 100 };

/** Where it is time to ask for more. */
const NEARLY = 0.9;

/** Warns once this stack alone has nearly as many rules on a bus as a bus may have. Others of the account are not seen. */
export function warnNearQuota(scope: Construct, bus?: events.IEventBus): void {
  scope.node.addValidation({
    validate: () => {
      const stack = Stack.of(scope);
      const most = (Token.isUnresolved(stack.region) ? undefined : FEWER_RULES[stack.region]) ?? USUAL_RULES;
      const name = nameOf(stack, bus?.eventBusName);
      const rules = stack.node
        .findAll()
        .filter(isRule)
        .filter((rule) => Stack.of(rule) === stack && nameOf(stack, rule.eventBusName) === name);
      if (rules.length >= most * NEARLY) {
        Annotations.of(scope).addWarningV2(
          'cdk-workflows:rulesQuota',
          `the stack has ${rules.length} rules on one bus, and a bus may have ${most} unless AWS has raised the quota of ` +
            'this account: have it raised, or take another bus',
        );
      }
      return [];
    },
  });
}

function nameOf(stack: Stack, name: string | undefined): string {
  return JSON.stringify(stack.resolve(name) ?? 'default');
}

function isRule(node: IConstruct): node is events.CfnRule {
  return CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::Events::Rule';
}
