import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { invalid } from '../../../private/errors';
import { keptQueue } from '../../../private/kept-queue';
import type { FailureQueue } from '../plan/saga-plan';
import { reportUnfinished } from './unfinished-sagas';

/** The queue to which is reported what a saga could not undo: its own, or the user's. */
export class CompensationFailureQueue extends Construct implements FailureQueue {
  public readonly queue: sqs.IQueue;
  public readonly url: string;
  public readonly rights: iam.PolicyStatement[];

  public constructor(
    scope: Construct,
    private readonly given?: sqs.IQueue,
  ) {
    super(scope, 'CompensationFailures');
    if (given?.fifo) {
      throw invalid(
        scope,
        'compensationFailureQueue must not be a FIFO queue: failed compensations have no order, and a FIFO queue drops ' +
          'messages that it takes for duplicates',
      );
    }
    this.queue = given ?? keptQueue(this);
    this.url = this.queue.queueUrl;
    this.rights = [new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] })];
  }

  /** Reports executions, too, that ended without having compensated. */
  public takeUnfinished(stateMachine: sfn.IStateMachine): void {
    reportUnfinished(this, stateMachine, this.queue, this.given === undefined);
  }

  /** In a policy of its own, because the key's policy may name the role. */
  public allowKeyUse(role: iam.IRole, scope: Construct = this): void {
    const key = this.queue.encryptionMasterKey;
    if (!key) return;
    role.attachInlinePolicy(
      new iam.Policy(scope, 'KeyPolicy', {
        statements: [
          new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] }),
        ],
      }),
    );
  }
}
