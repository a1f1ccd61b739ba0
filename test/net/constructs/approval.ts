import { Duration, SecretValue, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import {
  ApprovalChannel,
  ApprovalGate,
  ApprovalService,
  ApprovalWorkflow,
  Approver,
  SagaOrchestrator,
  SagaStep,
} from '../../../src';
import {
  ENDPOINTS,
  LOG_DELIVERY,
  UNDELIVERED_COMPENSATIONS,
  UNDELIVERED_COMPENSATIONS_SERVERLESS,
  UNDELIVERED_DEATHS,
} from '../acknowledged';
import { functionsIn } from '../neighbours';
import type { Acknowledgement, Subject } from '../subject';
import { OF_APPROVAL_PAGES } from './approval-api';

/** One approver by each kind of channel. */
function byEveryChannel(neighbours: Construct): Approver[] {
  const masterKey = new kms.Key(neighbours, 'Key');
  const connection = new events.Connection(neighbours, 'Connection', {
    authorization: events.Authorization.apiKey('x-api-key', SecretValue.secretsManager('api-key')),
  });
  const identity = ses.EmailIdentity.fromEmailIdentityName(neighbours, 'Identity', 'example.com');
  const channels = {
    Topic: ApprovalChannel.topic(new sns.Topic(neighbours, 'Topic', { masterKey })),
    Queue: ApprovalChannel.queue(new sqs.Queue(neighbours, 'Queue')),
    Bus: ApprovalChannel.eventBus(new events.EventBus(neighbours, 'Bus')),
    Function: ApprovalChannel.handler(functionsIn(neighbours)('Tell')),
    Chat: ApprovalChannel.http({ connection, url: 'https://chat.example.com/hooks/1' }),
    Ses: ApprovalChannel.ses('alice@example.com', { identity, sender: 'approvals@example.com' }),
  };
  return Object.entries(channels).map(([name, channel]) => Approver.channel(name, channel));
}

const EXECUTIONS_THAT_WAIT: Acknowledgement = {
  id: /^AwsSolutions-IAM5\[Resource::arn:.*:states:.*:execution:.*:\*\]$/,
  reason: 'Whoever decides is told when the execution that asked was stopped, and executions have no names yet.',
};

const UNDELIVERED_MAIL: Acknowledgement = {
  id: 'Serverless-SNSRedrivePolicy',
  reason: 'A message that lies in a queue asks nobody: reminders, escalation and the timeout see to that.',
};

const OF_ANY = [...OF_APPROVAL_PAGES, LOG_DELIVERY, EXECUTIONS_THAT_WAIT];

export const subjects: Subject[] = [
  {
    name: 'Approval by e-mail',
    build: (scope) => new ApprovalWorkflow(scope, 'Release', { approvers: [Approver.email('alice@example.com')] }),
    acknowledged: [...OF_ANY, UNDELIVERED_MAIL],
  },
  {
    name: 'Approval by every channel',
    build: (scope, neighbours) => {
      const [first, ...others] = byEveryChannel(neighbours);
      return new ApprovalWorkflow(scope, 'Release', {
        approvers: [first, ...others.slice(2)],
        escalation: [{ after: Duration.days(1), approvers: others.slice(0, 2) }],
        reminders: { every: Duration.days(2) },
        onRejected: new sfn.Pass(scope, 'Tell'),
      });
    },
    acknowledged: [...OF_ANY, ENDPOINTS],
  },
  {
    name: 'Approval with a key of the user',
    build: (scope, neighbours) => {
      const encryptionKey = new kms.Key(neighbours, 'Key');
      return new ApprovalWorkflow(scope, 'Release', {
        service: new ApprovalService(scope, 'Approvals', { encryptionKey }),
        approvers: [Approver.channel('Queue', ApprovalChannel.queue(new sqs.Queue(neighbours, 'Queue')))],
        encryptionKey,
      });
    },
    acknowledged: OF_ANY,
  },
  {
    name: 'Approval as a step of a saga',
    build: (scope, neighbours) => {
      const fn = functionsIn(neighbours);
      return new SagaOrchestrator(scope, 'Saga', {
        steps: [
          SagaStep.invoke('Reserve', { action: fn('Reserve'), compensation: fn('Release') }),
          SagaStep.fragment('Approve', {
            action: new ApprovalGate(scope, `Gate of ${scope.node.id || Stack.of(scope).stackName}`, {
              approvers: [Approver.email('alice@example.com')],
            }),
          }),
        ],
      });
    },
    acknowledged: [
      ...OF_ANY,
      UNDELIVERED_MAIL,
      UNDELIVERED_COMPENSATIONS,
      UNDELIVERED_COMPENSATIONS_SERVERLESS,
      UNDELIVERED_DEATHS,
    ],
  },
];
