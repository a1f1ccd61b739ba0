import { Fn, Stack, Token } from 'aws-cdk-lib';
import { HttpIntegrationSubtype } from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { decryptStatements } from '../../private/encrypted-machine';
import { executionArns, startStatement } from '../../private/started-machine';
import { STOPPED } from '../api/stop-operation';
import type { HttpRoutePlan } from './http-route-plan';
import type { StatesCall } from './states-integration';

/**
 * StartExecution, whose success is answered 202, or StartSyncExecution, whose 200 says nothing of how the execution ended.
 * All that Step Functions refuses is 400, so that nothing else can be made of it.
 */
export function startCall({ name, sync, workflow }: HttpRoutePlan, role: iam.Role): StatesCall {
  role.addToPrincipalPolicy(startStatement(workflow, sync ? 'states:StartSyncExecution' : 'states:StartExecution'));
  if (sync) for (const statement of decryptStatements(workflow)) role.addToPrincipalPolicy(statement);
  return {
    subtype: sync
      ? HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION
      : HttpIntegrationSubtype.STEPFUNCTIONS_START_EXECUTION,
    role,
    parameters: {
      StateMachineArn: workflow.stateMachineArn,
      Input: '$request.body',
      ...(name === undefined ? {} : { Name: name }),
      ...regionOf(role, workflow),
    },
    statuses: sync ? {} : { '200': '202' },
  };
}

/**
 * StopExecution. The client says the name and nothing else of the ARN, so that it can stop executions of this workflow only.
 * What Step Functions refuses then is a name that it does not know: 404.
 */
export function stopCall({ stop, workflow }: HttpRoutePlan, role: iam.Role): StatesCall {
  const executions = executionArns(workflow);
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['states:StopExecution'], resources: [executions] }));
  const prefix = executions.replace(/\*$/, '');
  return {
    subtype: HttpIntegrationSubtype.STEPFUNCTIONS_STOP_EXECUTION,
    role,
    parameters: {
      ExecutionArn: Fn.sub(`\${Prefix}\${!request.path.${stop?.variable}}`, { Prefix: prefix }),
      Error: STOPPED.error,
      Cause: STOPPED.cause,
      ...regionOf(role, workflow),
    },
    statuses: { '200': '202', '400': '404' },
  };
}

/** API Gateway calls Step Functions in its own Region unless it is told another one. */
function regionOf(scope: iam.Role, { env: { region } }: sfn.IStateMachine): Record<string, string> {
  const own = Stack.of(scope).region;
  const other = !Token.isUnresolved(region) && !Token.isUnresolved(own) && region !== own;
  return other ? { Region: region } : {};
}
