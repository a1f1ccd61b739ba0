import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import {
  CONDITION_FAILED,
  ESCAPE,
  IS_APPROVED,
  IS_REJECTED,
  NOBODY_WAITS,
  ours,
  resource,
  retriedTask,
  sendApproval,
  sendRejection,
  sendRejectionAsResult,
} from './approval-expressions';
import { type ApprovalMessageTexts, CLOSES_AT_TEXT, messageExpression } from './approval-messages';
import type { States } from './given-definition';

export const NOTIFIER_START = 'Read the request';

/** Until when the table remembers a gate and its links after the last moment to decide: pages say what became of it. */
const REMEMBERED_SECONDS = 30 * 24 * 60 * 60;

const EXPIRES_AT = `$string($request.closesAt + ${REMEMBERED_SECONDS})`;

/** Nobody can guess it; whoever asks again for the same gate and person comes to the same one. */
const LINK_ID = '$hash($request.secret & "/" & $name, "SHA-256")';

/** Whoever approves or rejects in the moment in which the gate begins to wait anew has no task to report to: so it looks. */
const QUORUM = '$request.quorum';

/**
 * The workflow that a gate starts with its token: it keeps the token, makes a link for each person, and tells them.
 *
 * It may run twice, and a gate that waits anew starts it again: everything it writes is the same then, but for the token,
 * which the youngest request puts in. The decision workflow starts it without a token, for somebody who is to decide for
 * an approver.
 *
 * @param channels - the tasks that send, by name; they may grow until the definition is rendered
 */
export function notifierStates(table: dynamodb.ITable, channels: States, texts?: ApprovalMessageTexts): States {
  const caught = [{ ErrorEquals: ['States.ALL'], Next: 'Does somebody wait?', Assign: { error: caughtError } }];
  const tableName = table.tableName;
  return {
    [NOTIFIER_START]: {
      Type: 'Pass',
      Assign: {
        request: ours('$states.input'),
        token: ours('$exists($states.input.token) ? $states.input.token : ""'),
        gate: ours('$states.input.gate'),
      },
      Next: 'First or delegated?',
    },
    'First or delegated?': {
      Type: 'Choice',
      Choices: [{ Condition: ours('$token = ""'), Next: 'Tell people' }],
      Default: 'Keep the token',
    },
    'Keep the token': {
      ...retriedTask(10, [CONDITION_FAILED]),
      Resource: resource('dynamodb:updateItem'),
      Arguments: {
        TableName: tableName,
        Key: { id: { S: ours('$gate') } },
        UpdateExpression:
          'SET #token = :token, execution = :execution, asked = :asked, secret = :secret, #quorum = :quorum, answer = :answer, ' +
          'expiresAt = :expiresAt, seats = if_not_exists(seats, :seats), votes = if_not_exists(votes, :none) ADD links :links',
        // A run of an earlier request must not bring its token back.
        ConditionExpression: 'attribute_not_exists(asked) OR asked <= :asked',
        ExpressionAttributeNames: { '#token': 'token', '#quorum': 'quorum' },
        ExpressionAttributeValues: {
          ':token': { S: ours('$token') },
          ':execution': { S: ours('$request.execution') },
          ':asked': { N: ours('$string($request.asked)') },
          ':secret': { S: ours('$request.secret') },
          ':quorum': { N: ours('$string($request.quorum)') },
          ':seats': { N: ours('$string($request.seats)') },
          ':answer': { S: ours('$request.answer') },
          ':expiresAt': { N: ours(EXPIRES_AT) },
          ':none': { M: {} },
          ':links': { SS: ours(`[$map($request.names, function($name) { ${LINK_ID} })]`) },
        },
        ReturnValues: 'ALL_NEW',
      },
      Assign: {
        votes: ours('$states.result.Attributes.votes.M'),
        seats: ours('$number($states.result.Attributes.seats.N)'),
      },
      Output: ours('$states.input'),
      Catch: [{ ErrorEquals: [CONDITION_FAILED], Next: 'Asked again meanwhile' }, ...caught],
      Next: 'Decided already?',
    },
    'Asked again meanwhile': { Type: 'Succeed' },
    'Decided already?': {
      Type: 'Choice',
      Choices: [
        { Condition: ours(IS_APPROVED(QUORUM)), Next: 'Approve' },
        { Condition: ours(`${IS_REJECTED(QUORUM, '$seats')} and $request.answer = "FAILURE"`), Next: 'Reject' },
        { Condition: ours(IS_REJECTED(QUORUM, '$seats')), Next: 'Answer that it was rejected' },
        { Condition: ours('$seats < $request.seats'), Next: 'Let others vote, too' },
      ],
      Default: 'Tell people',
    },
    // Only when it is known that those before them have not decided: what was decided stays so.
    'Let others vote, too': {
      ...retriedTask(10, [CONDITION_FAILED]),
      Resource: resource('dynamodb:updateItem'),
      Arguments: {
        TableName: tableName,
        Key: { id: { S: ours('$gate') } },
        UpdateExpression: 'SET seats = :seats',
        ConditionExpression: 'seats < :seats',
        ExpressionAttributeValues: { ':seats': { N: ours('$string($request.seats)') } },
      },
      Output: {},
      Catch: [{ ErrorEquals: [CONDITION_FAILED], Next: 'Tell people' }, ...caught],
      Next: 'Tell people',
    },
    Approve: told(sendApproval('$token', '$gate'), caught),
    Reject: told(sendRejection('$token', '$gate'), caught),
    'Answer that it was rejected': told(sendRejectionAsResult('$token', '$gate'), caught),
    'Tell people': {
      Type: 'Map',
      Items: ours('$request.late = true ? [] : [$request.people]'),
      MaxConcurrency: 5,
      // Asked for when the definition is rendered, for gates bring channels until then.
      get ItemProcessor() {
        const states = personStates(tableName, channels, texts);
        return { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'New link?', States: states };
      },
      Output: {},
      Catch: caught,
      Next: 'Told',
    },
    Told: { Type: 'Succeed' },
    'Does somebody wait?': {
      Type: 'Choice',
      Choices: [{ Condition: ours('$token = ""'), Next: 'Somebody was not told' }],
      Default: 'Report that somebody was not told',
    },
    'Report that somebody was not told': {
      ...retriedTask(10, NOBODY_WAITS),
      Resource: resource('aws-sdk:sfn:sendTaskFailure'),
      Arguments: {
        TaskToken: ours('$token'),
        Error: 'Approval.NotificationFailed',
        Cause: ours('"approval: somebody could not be told: " & $error'),
      },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Somebody was not told' }],
      Next: 'Somebody was not told',
    },
    'Somebody was not told': {
      Type: 'Fail',
      Error: 'Approval.NotificationFailed',
      Cause: ours('"approval: somebody could not be told: " & $error'),
    },
  };
}

/** The name only: causes may quote what was sent. */
const caughtError = ours(
  '$exists($states.errorOutput.Error) ? $string($states.errorOutput.Error) : "no error was given"',
);

/** What could not be reported is asked again: the gate waits anew then, and it is reported. */
function told(task: object, caught: readonly object[]) {
  return { Type: 'Task', ...task, Catch: [{ ErrorEquals: NOBODY_WAITS, Next: 'Told' }, ...caught], Next: 'Told' };
}

/** Of the person in a state's input. Those to whom an approver hands over come with the id of their link. */
const PERSON = {
  person: ours('$states.input'),
  id: ours(`($name := $states.input.name; $exists($states.input.id) ? $states.input.id : ${LINK_ID})`),
};

/** One person: the link, made at the first message, and a message by each channel for as long as nobody used the link. */
function personStates(tableName: string, channels: States, texts?: ApprovalMessageTexts): States {
  return {
    'New link?': {
      Type: 'Choice',
      Assign: PERSON,
      Choices: [
        {
          // A delegate is reminded if there is a link for him.
          Condition: ours('$exists($states.input.delegate) and $request.kind != "DELEGATED"'),
          Assign: PERSON,
          Next: 'Read the link',
        },
      ],
      Default: 'Make the link',
    },
    'Make the link': {
      ...retriedTask(10, [CONDITION_FAILED]),
      Resource: resource('dynamodb:putItem'),
      Arguments: {
        TableName: tableName,
        Item: ours(LINK_ITEM),
        ConditionExpression: 'attribute_not_exists(id)',
      },
      Output: ours('$states.input'),
      Catch: [{ ErrorEquals: [CONDITION_FAILED], Output: ours('$states.input'), Next: 'Read the link' }],
      Next: 'Send messages',
    },
    'Read the link': {
      ...retriedTask(10),
      Resource: resource('dynamodb:getItem'),
      Arguments: {
        TableName: tableName,
        Key: { id: { S: ours('$id') } },
        ConsistentRead: true,
        ProjectionExpression: 'standing',
      },
      Output: ours('$exists($states.result.Item.standing.S) ? $states.result.Item.standing.S : "NONE"'),
      Next: 'Is the link open?',
    },
    'Is the link open?': {
      Type: 'Choice',
      Choices: [{ Condition: ours('$states.input = "OPEN"'), Next: 'Send messages' }],
      Default: 'No message',
    },
    'No message': { Type: 'Pass', Output: {}, End: true },
    'Send messages': {
      Type: 'Map',
      Items: ours('[$person.channels]'),
      ItemSelector: {
        channel: ours('$states.context.Map.Item.Value.channel'),
        to: ours('$states.context.Map.Item.Value.to'),
        message: ours(messageExpression(texts)),
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Channel',
        States: {
          Channel: channelChoice(Object.keys(channels)),
          ...Object.fromEntries(
            Object.entries(channels).map(([name, fields]) => [name, { ...fields, Output: {}, End: true }]),
          ),
          'Not told this way any more': { Type: 'Pass', Output: {}, End: true },
          'Unknown channel': {
            Type: 'Fail',
            Error: 'Approval.UnknownChannel',
            Cause: 'approval: a gate names a channel that its service does not have',
          },
        },
      },
      Output: {},
      End: true,
    },
  };
}

/**
 * Somebody whose channel was taken out of the app while a gate waits was asked before, and his link is as good as it was: that
 * nobody can remind him must not fail the gate.
 */
function channelChoice(names: readonly string[]): States[string] {
  return {
    Type: 'Choice',
    Choices: [
      ...names.map((name) => ({ Condition: ours(`$states.input.channel = ${JSON.stringify(name)}`), Next: name })),
      { Condition: ours('$states.input.message.kind = "REMINDER"'), Next: 'Not told this way any more' },
    ],
    Default: 'Unknown channel',
  };
}

/**
 * What the page shows, escaped for it, and nothing that decides: no token. `handover` is what this workflow is started
 * with for somebody who is to decide in place of the approver.
 */
const LINK_ITEM = `(
  ${ESCAPE};
  $merge([
    {
      "id": { "S": $id },
      "gate": { "S": $gate },
      "name": { "S": $person.name },
      "approver": { "S": $escape($person.name) },
      "seat": { "S": $person.seat },
      "title": { "S": $escape($request.title) },
      "standing": { "S": "OPEN" },
      "closesAt": { "N": $string($request.closesAt) },
      "closesAtText": { "S": ${CLOSES_AT_TEXT} },
      "expiresAt": { "N": ${EXPIRES_AT} }
    },
    $exists($request.details) ? { "details": { "S": $escape($request.details) } } : {},
    $exists($person.principal) ? { "principal": { "S": $person.principal } } : {},
    $exists($person.delegates) ? {
      "delegates": { "L": [$map($person.delegates, function($one) { { "S": $escape($one.name) } })] },
      "handover": { "S": $string($merge([$request, {
        "kind": "DELEGATED",
        "token": "",
        "secret": "",
        "names": [],
        "people": [$map($person.delegates, function($one) { (
          $name := $one.name;
          $merge([$one, { "id": ${LINK_ID}, "delegate": true }])
        ) })]
      }])) }
    } : {}
  ])
)`;
