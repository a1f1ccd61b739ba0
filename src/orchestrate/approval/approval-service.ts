import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, type IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import { startStatement } from '../../private/started-machine';
import { Workflow } from '../../workflow/workflow';
import type { WorkflowLogs } from '../../workflow/workflow-options';
import { ApprovalApi } from './api/approval-api';
import type { ApprovalApiOptions } from './api/approval-api-options';
import type { ApprovalMessageTexts } from './approval-messages';
import type { Approver } from './approver';
import { DECISION_START, decisionStates } from './decision-definition';
import { givenDefinition } from './given-definition';
import { MailTopic } from './mail-topic';
import { NOTIFIER_START, notifierStates } from './notifier-definition';
import { SendDecisions } from './send-decisions';
import { ServiceChannels } from './service-channels';

/** What an {@link ApprovalService} is made of. */
export interface ApprovalServiceProps {
  /**
   * How people come to the page, and how it looks.
   *
   * @default - whoever has the link may decide, on a plain page in English
   */
  readonly api?: ApprovalApiOptions;

  /**
   * What the messages say.
   *
   * @default - English texts
   */
  readonly messages?: ApprovalMessageTexts;

  /**
   * Where and how much the two workflows log. They handle task tokens, so execution data cannot be included.
   *
   * @default - everything but the execution data, for 14 days
   */
  readonly logs?: WorkflowLogs;

  /**
   * Key that encrypts the table, and the definitions and executions of the two workflows. What their roles need is added;
   * the topic for e-mail has a key of AWS.
   *
   * @default - encrypted with keys owned by AWS
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What happens to the table when it leaves the stack. It has the record of all decisions.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether alarms are made for the two workflows. Those of the API are its own.
   *
   * @default true
   */
  readonly alarms?: boolean;

  /**
   * What the alarms do when they ring.
   *
   * @default - nothing: they show in the console only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}

/**
 * What stands behind approvals: the table of links and decisions, the page with its API, a workflow that tells people and
 * one that takes what they decide. There is no Lambda function.
 *
 * All gates of a stack share one, which is made with the first; give them one of your own to say how the page looks, who
 * may open it, or where decisions are kept.
 *
 * @example
 * declare const userPool: cognito.IUserPool;
 * const service = new ApprovalService(this, 'Approvals', {
 *   api: { authorization: ApiAuthorization.cognito(userPool) },
 * });
 * new ApprovalGate(this, 'Release', {
 *   service,
 *   approvers: [Approver.email('alice@example.com', { principal: '1b2c3d4e-0000-4000-8000-000000000000' })],
 * });
 */
export class ApprovalService extends Construct {
  /** The one that all gates of a stack share unless they are given another; made when it is first asked for. */
  public static of(scope: IConstruct): ApprovalService {
    const stack = Stack.of(scope);
    const found = stack.node.tryFindChild(SHARED_ID) as ApprovalService | undefined;
    if (found && !(found instanceof ApprovalService)) {
      throw invalid(
        found,
        `the id ${SHARED_ID} must be left to the service that all gates of the stack share: take another`,
      );
    }
    return found ?? new ApprovalService(stack, SHARED_ID);
  }

  /** Links, gates that wait, and a row for each decision, which stays. */
  public readonly table: dynamodb.Table;

  /** The page, and what takes the answer. */
  public readonly api: ApprovalApi;

  /** The Express workflow that tells people. */
  public readonly notifier: Workflow;

  /** The Express workflow that takes what they decide. */
  public readonly decisionWorkflow: Workflow;

  private readonly channels: ServiceChannels;
  private readonly mail: MailTopic;
  private readonly decisions = new Map<Stack, SendDecisions>();

  public constructor(scope: Construct, id: string, props: ApprovalServiceProps = {}) {
    super(scope, id);
    const { logs, alarms, alarmActions, encryptionKey } = props;
    if (logs?.includeExecutionData) {
      throw invalid(this, 'logs must not include execution data: the workflows of approvals are given task tokens');
    }
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    this.mail = new MailTopic(this);
    this.channels = new ServiceChannels(this, this.mail);
    const express = { logs, alarms, alarmActions, encryptionKey, stateMachineType: sfn.StateMachineType.EXPRESS };
    this.notifier = new Workflow(this, 'Notifier', {
      ...express,
      definition: givenDefinition(NOTIFIER_START, notifierStates(this.table, this.channels.states, props.messages)),
    });
    this.channels.sendAs(this.notifier);
    this.allowTable(this.notifier, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
    this.decisionWorkflow = new Workflow(this, 'Decisions', {
      ...express,
      // One log tells the whole story.
      logs: { ...logs, logGroup: this.notifier.logGroup },
      definition: givenDefinition(DECISION_START, decisionStates(this.table, this.notifier.stateMachine)),
    });
    this.allowTable(this.decisionWorkflow, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
    this.decisionWorkflow.stateMachine.addToRolePolicy(
      startStatement(this.notifier.stateMachine, 'states:StartSyncExecution'),
    );
    if (encryptionKey) this.allowKey(encryptionKey);
    this.api = new ApprovalApi(this, 'Api', {
      alarms,
      alarmActions,
      ...props.api,
      table: this.table,
      decisionWorkflow: this.decisionWorkflow.stateMachine,
    });
  }

  /** The topic that sends e-mail; undefined where nobody is told by it. */
  public get mailTopic(): sns.Topic | undefined {
    return this.mail.made;
  }

  /**
   * Takes in those who may decide at a gate, and refuses what would let one of them decide for another.
   *
   * @internal
   */
  public _admit(gate: IConstruct, people: readonly Approver[]): void {
    this.channels.admit(gate, people, this.api._identity === 'LINK');
  }

  /**
   * How one of them is told, as the notifier wants it.
   *
   * @internal
   */
  public _personOf(approver: Approver): object {
    return this.channels.personOf(approver);
  }

  /**
   * Lets what people decide reach a state machine. In a policy of its own, on which nothing depends: the state machine
   * comes after the notifier and the API, which come after the roles.
   *
   * @internal
   */
  public _allowDecisions(gate: Construct, stateMachine: sfn.IStateMachine): void {
    const stack = Stack.of(stateMachine);
    let decisions = this.decisions.get(stack);
    if (!decisions) {
      // In the stack of the state machine: this one cannot name what comes after it.
      const scope =
        [this, gate].find((one) => Stack.of(one) === stack) ??
        new Construct(stack, `Approval ${this.node.addr.slice(-8)}`);
      decisions = new SendDecisions(scope, this.notifier.role, this.decisionWorkflow.role);
      this.decisions.set(stack, decisions);
    }
    decisions.to(stateMachine);
  }

  /**
   * DynamoDB decrypts the key of the table in the name of whoever uses it. In a policy of its own, because the key's policy
   * may name the roles. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  private allowKey(key: kms.IKey): void {
    new iam.Policy(this, 'TableKey', {
      roles: [this.notifier.role, this.decisionWorkflow.role],
      statements: [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] })],
    });
  }

  private allowTable(workflow: Workflow, actions: string[]): void {
    workflow.stateMachine.addToRolePolicy(new iam.PolicyStatement({ actions, resources: [this.table.tableArn] }));
  }
}

const SHARED_ID = 'ApprovalService';
