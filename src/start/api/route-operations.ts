import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { decryptStatements } from '../../private/encrypted-machine';
import type { RestAnswer, RestIntegration, RestModel, RestOperation } from '../../private/rest-api/rest-operation';
import { executionArns, startStatement } from '../../private/started-machine';
import { documented, executionAnswer, failureAnswer } from './answers';
import { exactAnswers, exactIntegration } from './exact-operation';
import { handlerAnswers, handlerIntegration } from './handler-operation';
import { keyParameters } from './key-rules';
import { EXECUTION_NAME, type RoutePlan } from './route-plan';
import { startIntegration } from './start-operation';
import { statusAnswer, statusIntegration, UNKNOWN } from './status-operation';
import { STOP_ANSWER, stopIntegration } from './stop-operation';
import { syncAnswers, syncIntegration } from './sync-operation';

/** A method of a route, and what API Gateway has to be allowed for it. */
export interface RouteOperation {
  readonly operation: RestOperation;
  readonly rights: readonly iam.PolicyStatement[];
}

/** The methods of a route. */
export function operationsOf(plan: RoutePlan, body: RestModel, front?: sfn.IStateMachine): RouteOperation[] {
  // Once, for the CDK takes a token that is made again for another one.
  const executions = plan.status || plan.stop ? executionArns(plan.workflow) : '';
  return [
    starting(plan, body, front),
    ...(plan.status ? [status(plan, executions)] : []),
    ...(plan.stop ? [stop(plan, executions)] : []),
  ];
}

function starting(plan: RoutePlan, body: RestModel, front?: sfn.IStateMachine): RouteOperation {
  const { integration, answers, rights } = start(plan, front);
  return {
    operation: {
      method: 'POST',
      path: plan.path,
      id: `start${plan.name}`,
      summary: plan.kind === 'sync' ? 'Runs the workflow to its end.' : 'Starts an execution.',
      parameters: keyParameters(plan.key),
      body,
      authorization: plan.authorization,
      integration,
      answers: documented(answers, { body: true }),
    },
    rights,
  };
}

/** What the four ways to start an execution differ in. */
function start(
  plan: RoutePlan,
  front?: sfn.IStateMachine,
): { integration: RestIntegration; answers: RestAnswer[]; rights: iam.PolicyStatement[] } {
  const { workflow, handler, status: located } = plan;
  if (handler) {
    return {
      integration: handlerIntegration(plan, handler),
      answers: handlerAnswers(located),
      rights: [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.functionArn] })],
    };
  }
  if (front) {
    return {
      integration: exactIntegration(plan, front),
      answers: exactAnswers(located),
      rights: [startStatement(front, 'states:StartSyncExecution')],
    };
  }
  if (plan.kind === 'sync') {
    return {
      integration: syncIntegration(plan),
      answers: syncAnswers(plan),
      rights: [startStatement(workflow, 'states:StartSyncExecution'), ...decryptStatements(workflow)],
    };
  }
  return {
    integration: startIntegration(plan),
    answers: [
      executionAnswer(202, 'The execution has begun, or runs already for the same request.', located),
      ...(plan.key.place === 'none' ? [] : [executionAnswer(409, 'The key has been used for an execution.', located)]),
    ],
    rights: [startStatement(workflow)],
  };
}

function status(plan: RoutePlan, executions: string): RouteOperation {
  return {
    operation: {
      ...aboutOne(plan),
      method: 'GET',
      id: `describe${plan.name}`,
      summary: 'Tells what became of an execution.',
      integration: statusIntegration(plan, executions),
      answers: documented([statusAnswer(plan), failureAnswer(UNKNOWN.failure)], { body: false }),
    },
    rights: [
      new iam.PolicyStatement({ actions: ['states:DescribeExecution'], resources: [executions] }),
      ...(plan.statusOutput ? decryptStatements(plan.workflow) : []),
    ],
  };
}

function stop(plan: RoutePlan, executions: string): RouteOperation {
  return {
    operation: {
      ...aboutOne(plan),
      method: 'DELETE',
      id: `stop${plan.name}`,
      summary: 'Stops an execution.',
      integration: stopIntegration(plan, executions),
      answers: documented([STOP_ANSWER, failureAnswer(UNKNOWN.failure)], { body: false }),
    },
    rights: [new iam.PolicyStatement({ actions: ['states:StopExecution'], resources: [executions] })],
  };
}

/** A method of the path of one execution. */
function aboutOne({ path, authorization }: RoutePlan): Pick<RestOperation, 'path' | 'parameters' | 'authorization'> {
  return {
    path: `${path === '/' ? '' : path}/{${EXECUTION_NAME}}`,
    parameters: [{ name: EXECUTION_NAME, in: 'path', description: 'The name of the execution.' }],
    authorization,
  };
}
