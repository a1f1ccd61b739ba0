import { Aws } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { expression } from './lock-state';

/** What DynamoDB answers when somebody else was faster. */
export const CONFLICT = 'DynamoDB.ConditionalCheckFailedException';

/** What Step Functions answers about an execution that it does not know, or not yet. */
export const NO_EXECUTION = 'Sfn.ExecutionDoesNotExistException';

/** The one item of the table, which is there while an execution runs the definition. */
const KEY = { id: { S: 'lock' } };

const ID = '$states.context.Execution.Id';
const NAME = '$states.context.Execution.Name';

/** Fields of a task. */
export interface Call {
  readonly Type: string;
  readonly [field: string]: unknown;
}

/** The calls by which an execution learns, and says, who may run. */
export class LockCalls {
  /** What they take beside the right to look at executions. */
  public readonly rights: iam.PolicyStatement;

  public constructor(private readonly table: dynamodb.ITable) {
    this.rights = new iam.PolicyStatement({
      actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem', 'dynamodb:DeleteItem'],
      resources: [table.tableArn],
    });
  }

  /**
   * Writes the own name into the lock. It may stand there already: from an attempt whose answer was lost, or from before a
   * redrive.
   *
   * @param left expression of the name of an execution that has left its lock
   */
  public take(left?: string): Call {
    const ours = left === undefined ? 'holder = :me' : 'holder IN (:me, :left)';
    return this.call('dynamodb:updateItem', CONFLICT, {
      UpdateExpression: 'SET holder = :me, since = :now',
      ConditionExpression: `attribute_not_exists(holder) OR ${ours}`,
      ExpressionAttributeValues: {
        ':me': { S: expression(NAME) },
        ':now': { N: expression('$string($floor($millis() / 1000))') },
        ...(left === undefined ? {} : { ':left': { S: expression(left) } }),
      },
    });
  }

  public read(): Call {
    return this.call('dynamodb:getItem', CONFLICT, { ConsistentRead: true });
  }

  public giveBack(): Call {
    return this.call('dynamodb:deleteItem', CONFLICT, {
      ConditionExpression: 'holder = :me',
      ExpressionAttributeValues: { ':me': { S: expression(NAME) } },
    });
  }

  /**
   * Asks how an execution of the same state machine does. Without its data: input and output could be too long for a state.
   * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
   */
  public lookAt(name: string): Call {
    return {
      ...called('aws-sdk:sfn:describeExecution', NO_EXECUTION),
      Arguments: {
        ExecutionArn: expression(`$substring(${ID}, 0, $length(${ID}) - $length(${NAME})) & ${name}`),
        IncludedData: 'METADATA_ONLY',
      },
    };
  }

  private call(action: string, answer: string, more: object): Call {
    return { ...called(action, answer), Arguments: { TableName: this.table.tableName, Key: KEY, ...more } };
  }
}

/** @param answer the error that is an answer, and is not tried again */
function called(action: string, answer: string): Call {
  return {
    Type: 'Task',
    Resource: `arn:${Aws.PARTITION}:states:::${action}`,
    TimeoutSeconds: 30,
    Retry: [
      { ErrorEquals: [answer], MaxAttempts: 0 },
      {
        ErrorEquals: ['States.ALL'],
        IntervalSeconds: 1,
        MaxAttempts: 6,
        BackoffRate: 2,
        MaxDelaySeconds: 30,
        JitterStrategy: 'FULL',
      },
    ],
  };
}
