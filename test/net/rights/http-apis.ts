import type { JsonObject } from '../../../src/asl/json';
import type { Synthesis } from '../synthesis';
import type { NeededRight } from './right';
import type { RoleUse } from './role-use';
import { starting } from './starting';

/**
 * What the integrations of HTTP APIs do with their roles.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export function usesByHttpApis(synthesis: Synthesis): RoleUse[] {
  return synthesis
    .ofType('AWS::ApiGatewayV2::Integration')
    .filter(({ neighbour }) => !neighbour)
    .map((integration) => {
      const { CredentialsArn, IntegrationSubtype, RequestParameters } = synthesis.evaluate(
        integration,
        integration.properties,
      );
      return {
        roleArn: CredentialsArn,
        needs: [neededBy(IntegrationSubtype, RequestParameters, integration.path)],
      };
    });
}

function neededBy(subtype: string, { StateMachineArn, ExecutionArn }: JsonObject, path: string): NeededRight {
  const [service, action] = subtype.split('-');
  if (service === 'StepFunctions' && StateMachineArn !== undefined) {
    return starting(String(StateMachineArn), `states:${action}`);
  }
  const [, executions] = /^(.+:)\$\{request\.path\.\w+\}$/.exec(String(ExecutionArn)) ?? [];
  if (service === 'StepFunctions' && executions) return { action: `states:${action}`, resource: `${executions}*` };
  throw new Error(`what ${path} needs for ${subtype} has to be said in test/net/rights/http-apis.ts`);
}
