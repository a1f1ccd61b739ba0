import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  ApiAuthorization,
  ApprovalChannel,
  ApprovalGate,
  type ApprovalGateProps,
  ApprovalService,
  ApprovalWorkflow,
  Approver,
  Workflow,
} from '../../../src';

const alice = Approver.email('alice@example.com', { displayName: 'Alice' });
const bob = Approver.email('bob@example.com', { displayName: 'Bob' });

function gate(
  more: Partial<ApprovalGateProps> | ((stack: Stack) => Partial<ApprovalGateProps>),
  id = 'Gate',
): ApprovalGate {
  const stack = new Stack(new App(), 'Stack');
  return new ApprovalGate(stack, id, { approvers: [alice], ...(typeof more === 'function' ? more(stack) : more) });
}

describe('a gate refuses', () => {
  test.each<[string, Partial<ApprovalGateProps>, string]>([
    ['nobody', { approvers: [] }, 'approvers must not be empty: name somebody who may approve'],
    ['no quorum', { quorum: 0 }, 'quorum must be a whole number from 1 to the number of approvers, 1, received 0'],
    ['half a quorum', { quorum: 0.5 }, 'received 0.5'],
    [
      'a quorum of more than there are',
      { quorum: 2 },
      'quorum must be a whole number from 1 to the number of approvers, 1, received 2',
    ],
    [
      'a quorum that only an escalation could reach',
      { quorum: 2, escalation: [{ after: Duration.days(1), approvers: [bob] }] },
      'received 2',
    ],
    [
      'no time',
      { timeout: Duration.seconds(0) },
      'timeout must be a whole number of seconds, at least 1, received 0 s',
    ],
    ['too much time', { timeout: Duration.days(361) }, 'timeout must be at most 360 days, received 31190400 s'],
    [
      'a time that nobody knows yet',
      { timeout: Duration.seconds(Lazy.number({ produce: () => 5 })) },
      'timeout must be known when the app is synthesized',
    ],
    [
      'reminders after the end',
      { reminders: { every: Duration.days(7) } },
      'reminders.every must be shorter than the timeout of 604800 s, received 604800 s',
    ],
    [
      'no reminders',
      { reminders: { every: Duration.days(1), atMost: 0 } },
      'reminders.atMost must be a whole number, at least 1, received 0',
    ],
    [
      'reminders without end',
      { reminders: { every: Duration.minutes(1) } },
      'reminders and escalation must be 30 messages at most, received 31: send fewer, or less often',
    ],
    [
      'an escalation after the end',
      { escalation: [{ after: Duration.days(7), approvers: [bob] }] },
      'escalation.after must be later than that of the group before and earlier than the timeout of 604800 s, received 604800 s',
    ],
    [
      'escalations in no order',
      {
        escalation: [
          { after: Duration.days(2), approvers: [bob] },
          { after: Duration.days(2), approvers: [Approver.email('c@example.com')] },
        ],
      },
      'escalation.after must be later than that of the group before',
    ],
    [
      'an escalation to nobody',
      { escalation: [{ after: Duration.days(1), approvers: [] }] },
      'escalation.approvers must not be empty',
    ],
    ['somebody twice', { approvers: [alice, alice] }, "the approver 'Alice' must be asked once"],
    [
      'somebody twice, once for another',
      {
        approvers: [
          alice,
          Approver.email('c@example.com', { delegates: [Approver.email('x@example.com', { displayName: 'alice' })] }),
        ],
      },
      "the approver 'alice' must be asked once: whoever stands twice among approvers, escalations and delegates would have two votes",
    ],
    [
      'somebody twice, once later',
      { escalation: [{ after: Duration.days(1), approvers: [alice] }] },
      "the approver 'Alice' must be asked once",
    ],
    [
      'one address under two names',
      { approvers: [alice, Approver.email('ALICE@example.com', { displayName: 'A. Smith' })] },
      "the approvers 'Alice' and 'A. Smith' must not share the mailbox alice@example.com",
    ],
    [
      'delegates of delegates',
      {
        approvers: [
          Approver.email('c@example.com', { delegates: [Approver.email('d@example.com', { delegates: [bob] })] }),
        ],
      },
      "the delegate 'd@example.com' must not have delegates: give them to the approver",
    ],
    [
      'a name that is none',
      { approvers: [Approver.email('c@example.com', { displayName: ' ' })] },
      "1 to 64 characters and no control characters, received ' '",
    ],
    [
      'a name with a line break',
      { approvers: [Approver.email('c@example.com', { displayName: 'a\nb' })] },
      'no control characters',
    ],
    [
      'a name without end',
      { approvers: [Approver.email('c@example.com', { displayName: 'x'.repeat(65) })] },
      '1 to 64 characters',
    ],
    [
      'an address that is none',
      { approvers: [Approver.email('alice')] },
      "an approver must have an e-mail address like alice@example.com, received 'alice'",
    ],
    [
      'a crowd',
      { approvers: Array.from({ length: 21 }, (_, n) => Approver.email(`p${n}@example.com`)) },
      'approvers must be at most 20, escalations and delegates included, received 21',
    ],
    [
      'a principal that nobody asks for',
      { approvers: [Approver.email('c@example.com', { principal: 'arn:aws:iam::111122223333:user/c' })] },
      "the approver 'c@example.com' must not have a principal, which nobody asks for",
    ],
  ])('%s', (_, more, message) => {
    expect(() => gate(more)).toThrow(message);
    expect(() => gate(more)).toThrow('[at Stack/Gate]');
  });

  test('an id that leaves no room for the names of its states', () => {
    expect(() => gate({}, 'x'.repeat(61))).toThrow('the id of a gate must have at most 60 characters, received 61');
    expect(() => gate({}, 'x'.repeat(60))).not.toThrow();
  });

  test.each<[string, (stack: Stack) => ApprovalChannel]>([
    ['topic', (stack) => ApprovalChannel.topic(new sns.Topic(stack, 'Shared'))],
    ['queue', (stack) => ApprovalChannel.queue(new sqs.Queue(stack, 'Shared'))],
  ])('a %s that two share, unless each message reaches one of them alone', (kind, channelIn) => {
    const two = (channel: ApprovalChannel) => ({
      approvers: [Approver.channel('A', channel), Approver.channel('B', channel)],
    });
    expect(() => gate((stack) => two(channelIn(stack)))).toThrow(
      `the approvers 'A' and 'B' must not share the ${kind} Stack/Shared, where each sees the link of the other and could ` +
        'decide twice: give each a channel of his own, say separatesApprovers if each message reaches its approver alone, make ' +
        'them one approver, or let the API of the service tell callers apart',
    );
    expect(() =>
      gate((stack) => two(ApprovalChannel.topic(new sns.Topic(stack, 'T'), { separatesApprovers: true }))),
    ).not.toThrow();
  });

  test('the same place by two channels', () => {
    expect(() =>
      gate((stack) => {
        const queue = new sqs.Queue(stack, 'Shared');
        return { approvers: ['A', 'B'].map((name) => Approver.channel(name, ApprovalChannel.queue(queue))) };
      }),
    ).toThrow("the approvers 'A' and 'B' must not share the queue Stack/Shared");
  });

  test('one mailbox that SES and SNS send to, and what is no mailbox', () => {
    const bySes = (stack: Stack, address: string) =>
      Approver.channel(
        'A. Smith',
        ApprovalChannel.ses(address, {
          identity: new ses.EmailIdentity(stack, 'Sender', { identity: ses.Identity.domain('example.com') }),
          sender: 'approvals@example.com',
        }),
      );
    expect(() => gate((stack) => ({ approvers: [alice, bySes(stack, 'Alice@example.com')] }))).toThrow(
      "the approvers 'Alice' and 'A. Smith' must not share the mailbox alice@example.com",
    );
    expect(() => gate((stack) => ({ approvers: [bySes(stack, 'alice@example.com, bob@example.com')] }))).toThrow(
      "an approver must have an e-mail address like alice@example.com, received 'alice@example.com, bob@example.com'",
    );
  });

  test('a topic that sends e-mail to one of them and everything to another', () => {
    const both = (options: { separatesApprovers?: boolean }) => (stack: Stack) => {
      const topic = new sns.Topic(stack, 'Shared');
      const everything = Approver.channel('B', ApprovalChannel.topic(topic, options));
      return { approvers: [Approver.email('a@example.com', { topic }), everything] };
    };
    expect(() => gate(both({}))).toThrow(
      "the approvers 'a@example.com' and 'B' must not share the topic Stack/Shared, where each sees the link of the other",
    );
    expect(() => gate(both({ separatesApprovers: true }))).not.toThrow();
  });

  test('FIFO queues and topics', () => {
    expect(() =>
      gate((stack) => ({
        approvers: [Approver.channel('A', ApprovalChannel.queue(new sqs.Queue(stack, 'Q', { fifo: true })))],
      })),
    ).toThrow('the queue Stack/Q of an approver must not be a FIFO queue');
    expect(() =>
      gate((stack) => ({
        approvers: [Approver.channel('A', ApprovalChannel.topic(new sns.Topic(stack, 'T', { fifo: true })))],
      })),
    ).toThrow('the topic Stack/T of an approver must not be a FIFO topic');
  });

  test('approvers without a principal, or with the same one, where callers are told apart', () => {
    const by =
      (...principals: (string | undefined)[]) =>
      (stack: Stack) => ({
        service: new ApprovalService(stack, 'Approvals', { api: { authorization: ApiAuthorization.iam() } }),
        approvers: principals.map((principal, n) => Approver.email(`p${n}@example.com`, { principal })),
      });
    expect(() => gate(by(undefined))).toThrow("the approver 'p0@example.com' must have a principal");
    expect(() => gate(by('*'))).toThrow("the approver 'p0@example.com' must have a principal");
    expect(() => gate(by('x', 'x'))).toThrow(
      "the approvers 'p0@example.com' and 'p1@example.com' must not have principals that one caller can have both of, x and x: he would have two votes",
    );
    expect(() => gate(by('x', 'y'))).not.toThrow();
    const role = 'arn:aws:sts::111122223333:assumed-role/Approvers';
    for (const one of [`${role}/bob`, `${role}/b*`]) {
      expect(() => gate(by(`${role}/*`, one))).toThrow('must not have principals that one caller can have both of');
      expect(() => gate(by(one, `${role}/*`))).toThrow('must not have principals that one caller can have both of');
    }
    expect(() => gate(by(`${role}/*`, `${role}s/bob`))).not.toThrow();
  });
});

test('a service refuses to log what it is given', () => {
  const stack = new Stack(new App(), 'Stack');
  expect(() => new ApprovalService(stack, 'Approvals', { logs: { includeExecutionData: true } })).toThrow(
    'logs must not include execution data: the workflows of approvals are given task tokens [at Stack/Approvals]',
  );
});

test('a workflow refuses to be Express', () => {
  const stack = new Stack(new App(), 'Stack');
  expect(
    () => new ApprovalWorkflow(stack, 'W', { approvers: [alice], stateMachineType: sfn.StateMachineType.EXPRESS }),
  ).toThrow(
    'stateMachineType must be STANDARD, received EXPRESS: an Express workflow cannot wait for people [at Stack/W]',
  );
});

test('warns where its log has the tokens, or nothing for its alarm', () => {
  const stack = new Stack(new App(), 'Stack');
  new ApprovalWorkflow(stack, 'Open', { approvers: [alice], logs: { includeExecutionData: true } });
  new ApprovalWorkflow(stack, 'Dark', { approvers: [alice], logs: { level: sfn.LogLevel.FATAL } });
  const annotations = Annotations.fromStack(stack);
  annotations.hasWarning('/Stack/Open/Approval', Match.stringLikeRegexp('cdk-workflows:approvalTokenInLog'));
  annotations.hasWarning('/Stack/Dark', Match.stringLikeRegexp('cdk-workflows:approvalAlarmNeedsLog'));
});

test('a gate refuses one open end for a rejection and for an expiry', () => {
  const stack = new Stack(new App(), 'Stack');
  const both = new sfn.Pass(stack, 'Both');
  const one = new ApprovalGate(stack, 'Gate', { approvers: [alice], onRejected: both, onExpired: both });
  expect(() => new Workflow(stack, 'Workflow', { definition: one })).toThrow(
    'onExpired and onRejected must not have the same open end, which would end one as the other: make the states twice, or ' +
      'end them with a state of yours [at Stack/Gate]',
  );
  const end = new sfn.Succeed(stack, 'End');
  const other = new ApprovalGate(stack, 'Other', { approvers: [alice], onRejected: end, onExpired: end });
  expect(() => new Workflow(stack, 'Second', { definition: other })).not.toThrow();
});

test('a service leaves its id to itself', () => {
  const stack = new Stack(new App(), 'Stack');
  new sqs.Queue(stack, 'ApprovalService');
  expect(() => ApprovalService.of(stack)).toThrow(
    'the id ApprovalService must be left to the service that all gates of the stack share: take another [at Stack/ApprovalService]',
  );
});
