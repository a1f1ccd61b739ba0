import type { State } from '../../../asl/definition';
import { isObject } from '../../../asl/json';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';
import { resourceOf } from './resource-of';

/** What Step Functions asks for in the arguments of the integrations that are used most. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'lambda:invoke': ['FunctionName'],
  'sqs:sendMessage': ['QueueUrl', 'MessageBody'],
  'sns:publish': ['Message'],
  'dynamodb:getItem': ['TableName', 'Key'],
  'dynamodb:putItem': ['TableName', 'Item'],
  'dynamodb:updateItem': ['TableName', 'Key'],
  'dynamodb:deleteItem': ['TableName', 'Key'],
  'states:startExecution': ['StateMachineArn'],
  'batch:submitJob': ['JobDefinition', 'JobName', 'JobQueue'],
  'ecs:runTask': ['TaskDefinition'],
  'events:putEvents': ['Entries'],
  'glue:startJobRun': ['JobName'],
  'codebuild:startBuild': ['ProjectName'],
  'http:invoke': ['ApiEndpoint', 'Method'],
};

export const requiredArgument: CheckRule = {
  id: 'cdk-workflows:requiredArgument',
  severity: CheckSeverity.ERROR,
  title: 'A task says what it calls',
  why: 'Step Functions refuses the definition when the stack deploys: "The field … is required but was missing".',
  fix: 'Add the argument; in a JSONPath state its name may end with `.$`.',
  page: `${GUIDE}/integrate-optimized.html`,
  example: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { 'Payload.$': '$' } },
  *check({ states }) {
    for (const { name, state, queryLanguage } of states) {
      const field = queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters';
      const missing = missingIn(state, state[field]);
      if (missing?.length) {
        yield { state: name, message: `${field} of ${state.Resource} must have ${missing.join(' and ')}: add it` };
      }
    }
  },
};

function missingIn(state: State, given: unknown): string[] | undefined {
  if (state.Type !== 'Task' || (given !== undefined && !isObject(given))) return undefined;
  const resource = resourceOf(state);
  if (resource?.kind !== 'integration' || resource.sdk) return undefined;
  const required = REQUIRED[`${resource.service}:${resource.action}`] ?? [];
  return required.filter((name) => !given || (!Object.hasOwn(given, name) && !Object.hasOwn(given, `${name}.$`)));
}
