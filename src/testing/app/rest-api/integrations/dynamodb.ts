import type { JsonObject } from '../../../../asl/json';
import type { Execution } from '../../../execution/execution';
import { deleteItem } from '../../../integrations/dynamodb/delete-item';
import { getItem } from '../../../integrations/dynamodb/get-item';
import { putItem } from '../../../integrations/dynamodb/put-item';
import { query } from '../../../integrations/dynamodb/query';
import { updateItem } from '../../../integrations/dynamodb/update-item';
import type { Operation } from '../../../integrations/service-call';
import { ServiceError } from '../../../integrations/service-error';
import { RehearsalError } from '../../../rehearsal-error';
import type { IntegrationAnswer } from '../integration-answer';
import { fromJson } from '../velocity/values';
import { answered, demandRight, inputOf, refused, type ServiceCall } from './service-call';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html */
const operations: Readonly<Record<string, Operation>> = {
  DeleteItem: deleteItem,
  GetItem: getItem,
  PutItem: putItem,
  Query: query,
  UpdateItem: updateItem,
};

/** Calls a table in memory. */
export function callDynamoDb(action: string, body: string, call: ServiceCall): IntegrationAnswer {
  if (!Object.hasOwn(operations, action)) {
    throw new RehearsalError(`${call.place}: the action ${action} of DynamoDB is not rehearsed`);
  }
  try {
    const input = inputOf(body);
    demandRight(`dynamodb:${action}`, tableArn(input, call), call);
    return answered(Object.fromEntries(members(operations[action](input, caller(call)))), call);
  } catch (error) {
    if (error instanceof ServiceError) {
      return refused(error, 'com.amazonaws.dynamodb.v20120810', call);
    }
    throw error;
  }
}

function members(answer: JsonObject) {
  return Object.entries(answer).map(([name, value]) => [name, fromJson(value)] as const);
}

/** The operations ask an execution for the services, the time and the place of the caller. */
function caller({ app, sourceArn }: ServiceCall): Execution {
  const [, partition, , region, account] = sourceArn.split(':');
  const { clock } = app.world;
  const place = { partition, region, account };
  return { services: app.services, clock, machine: place, random: app.random } as unknown as Execution;
}

function tableArn({ TableName }: JsonObject, { sourceArn }: ServiceCall): string {
  const [, partition, , region, account] = sourceArn.split(':');
  const name = String(TableName);
  return name.startsWith('arn:') ? name : `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
}
