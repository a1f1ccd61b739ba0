import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { provedExpression } from '../private/proved-expressions';
import type { EventDeduplication } from './event-deduplication';
import type { RouteInput } from './route-input';

/** Names of the states before the user's own. */
const MAP = 'Map Event';
const CLAIM = 'Claim Event';
const DUPLICATE = 'Event Is Duplicate';

const KEY = 'key';
const EXECUTION = 'execution';
const EXPIRY = 'expiresAt';

/**
 * Only an event that nobody has claimed, or whose claim is over: DynamoDB deletes up to days late. An execution that tries
 * again, because the answer to its first try was lost or because it was redriven, finds its own claim.
 */
const UNCLAIMED = `attribute_not_exists(#${KEY}) OR #${EXECUTION} = :${EXECUTION} OR #${EXPIRY} < :now`;

const ALREADY_CLAIMED = 'DynamoDB.ConditionalCheckFailedException';

/** Whether an event came before, and what of it the definition gets: what happens before the states of the user. */
export class ReceivedEvent extends Construct {
  /** What starts the definition: its own first state if there is nothing to do before it. */
  public readonly definition: sfn.IChainable;

  /** What is remembered of events. */
  public readonly table?: dynamodb.Table;

  public constructor(
    scope: Construct,
    definition: sfn.IChainable,
    input: RouteInput,
    deduplicate?: EventDeduplication,
  ) {
    super(scope, 'Event');
    const output = input._output();
    if (deduplicate) {
      this.table = new dynamodb.Table(this, 'Seen', {
        partitionKey: { name: KEY, type: dynamodb.AttributeType.STRING },
        billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
        encryption: dynamodb.TableEncryption.AWS_MANAGED,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        timeToLiveAttribute: EXPIRY,
        removalPolicy: RemovalPolicy.RETAIN,
      });
      const claim = this.claim(this.table, deduplicate, output ?? provedExpression('$states.input'));
      this.definition = claim.next(definition);
    } else if (output !== undefined) {
      this.definition = sfn.Pass.jsonata(this, MAP, { outputs: output }).next(definition);
    } else {
      this.definition = definition;
    }
  }

  /** Maps the event as well, so that this costs one state. */
  private claim(table: dynamodb.ITable, deduplicate: EventDeduplication, outputs: unknown): sfn.TaskStateBase {
    const key = `{% ${deduplicate._keyIn(this)} %}`;
    const now = '$floor($millis() / 1000)';
    const execution = text(provedExpression('$states.context.Execution.Id'));
    const claim = tasks.DynamoPutItem.jsonata(this, CLAIM, {
      table,
      item: {
        [KEY]: text(key),
        [EXECUTION]: execution,
        [EXPIRY]: number(`{% $string(${now} + ${deduplicate._secondsIn(this)}) %}`),
      },
      conditionExpression: UNCLAIMED,
      expressionAttributeNames: Object.fromEntries([KEY, EXECUTION, EXPIRY].map((name) => [`#${name}`, name])),
      expressionAttributeValues: {
        [`:${EXECUTION}`]: execution,
        ':now': number(provedExpression(`$string(${now})`)),
      },
      outputs,
      taskTimeout: sfn.Timeout.duration(Duration.seconds(30)),
    });
    claim.addRetry({ errors: [ALREADY_CLAIMED, 'States.QueryEvaluationError'], maxAttempts: 0 });
    claim.addRetry({
      errors: [sfn.Errors.ALL],
      interval: Duration.seconds(1),
      maxAttempts: 8,
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      jitterStrategy: sfn.JitterType.FULL,
    });
    claim.addCatch(sfn.Succeed.jsonata(this, DUPLICATE), {
      errors: [ALREADY_CLAIMED],
      outputs: { duplicate: true, key },
    });
    return claim;
  }
}

function text(value: string): tasks.DynamoAttributeValue {
  return tasks.DynamoAttributeValue.fromString(value);
}

function number(value: string): tasks.DynamoAttributeValue {
  return tasks.DynamoAttributeValue.numberFromString(value);
}
