import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
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
import type { States } from './given-definition';

export const DECISION_START = 'Read the request';

const COMMENT_CHARACTERS = 2000;

/** What a request may be answered. */
type Result =
  | 'RECORDED'
  | 'ALREADY_DECIDED'
  | 'CLOSED'
  | 'EXPIRED'
  | 'SUPERSEDED'
  | 'UNKNOWN'
  | 'INVALID'
  | 'NOT_YOURS';

/** The body of the request, as a browser or a program sends it; whatever cannot be read as one raises an error. */
const BODY = `(
  $decoded := function($text) { $decodeUrlComponent($replace($text, "+", "%20")) };
  $text := $decoded($states.input.body);
  $pairs := $states.input.form ? [$map($split($text, "&"), function($pair) { {
    "name": $decoded($substringBefore($pair, "=")),
    "value": $contains($pair, "=") ? $decoded($substringAfter($pair, "=")) : ""
  } })] : [];
  $names := $pairs.name;
  $count($names) > $count($distinct($names)) ? $error("a field is there twice") : 0;
  $body := $states.input.form ? $merge([$map($pairs, function($pair) { { $pair.name: $pair.value } })]) : $parse($text);
  $type($body) = "object" ? {
    "decision": $lookup($body, "decision"),
    "comment": $exists($body.comment) ? $lookup($body, "comment") : "",
    "delegate": $exists($body.delegate) ? $lookup($body, "delegate") : ""
  } : $error("the body is no object")
)`;

/** What is wrong with it, in words for who sent it. */
const PROBLEM = `(
  $not($exists($vote.decision)) or $not($vote.decision in ["APPROVED", "REJECTED", "DELEGATED"])
    ? "decision must be APPROVED, REJECTED or DELEGATED"
    : $type($vote.comment) != "string" or $length($vote.comment) > ${COMMENT_CHARACTERS}
      ? "comment must be a text of at most ${COMMENT_CHARACTERS} characters"
      : $type($vote.delegate) != "string" ? "delegate must be a text" : ""
)`;

const PRINCIPAL = '$identity.principal';

/** With an asterisk at its end a principal stands for all that begin so: the sessions of a role. */
const IS_THEIRS = `(
  $declared := $link.principal.S;
  $not($exists($declared)) or ($substring($declared, -1) = "*"
    ? $substring(${PRINCIPAL}, 0, $length($declared) - 1) = $substring($declared, 0, $length($declared) - 1)
    : ${PRINCIPAL} = $declared)
)`;

/** To whom the approver may hand over, as the notifier is started for it. */
const DELEGATE = '[$parse($link.handover.S).people[name = $vote.delegate]]';

/** Who decides, as the records say it. */
const IDENTITY = `$identity.type = "LINK" ? "link of " & $link.name.S : $identity.type & " " & ${PRINCIPAL}`;

/**
 * The workflow behind POST: counts a vote and tells the task that waits.
 *
 * A vote is one atomic write to the item of the gate, under the name of the seat: the first one stands, however often it
 * comes. All that follows is done again when the same decision is sent again, so whatever this workflow dies of, the
 * approver's next click mends it; and what another approver decides mends it too.
 */
export function decisionStates(table: dynamodb.ITable, notifier: sfn.IStateMachine): States {
  const tableName = table.tableName;
  return {
    [DECISION_START]: {
      Type: 'Pass',
      Assign: {
        id: ours(
          '$type($states.input.id) = "string" and $contains($states.input.id, /^[0-9a-f]{64}$/) ? $states.input.id : ""',
        ),
        form: ours('$exists($states.input.form) and $states.input.form = true'),
        identity: ours(`{
          "type": $exists($states.input.identity.type) ? $string($states.input.identity.type) : "LINK",
          "principal": $exists($states.input.identity.principal) ? $string($states.input.identity.principal) : ""
        }`),
        link: {},
        vote: { decision: '', comment: '', delegate: '' },
        now: ours('$now()'),
        counted: {},
        outcome: '',
        problem: '',
      },
      Next: 'A possible link?',
    },
    'A possible link?': choice([['$id = ""', answer('UNKNOWN')]], 'Read the link'),
    'Read the link': {
      ...retriedTask(5),
      Resource: resource('dynamodb:getItem'),
      Arguments: { TableName: tableName, Key: { id: { S: ours('$id') } }, ConsistentRead: true },
      Assign: {
        link: ours('$exists($states.result.Item) ? $states.result.Item : {}'),
        // Here, because here it is caught that a body cannot be read.
        vote: ours(BODY),
      },
      Output: ours('$states.input'),
      Catch: [
        {
          ErrorEquals: ['States.QueryEvaluationError'],
          Assign: { problem: 'the body must be a form or a JSON object, as its content type says' },
          Next: 'Invalid',
        },
      ],
      Next: 'A right vote?',
    },
    'A right vote?': {
      ...choice([['$not($exists($link.gate.S))', answer('UNKNOWN')]], 'May it be counted?'),
      Assign: { problem: ours(PROBLEM) },
    },
    'May it be counted?': choice(
      [
        [`$not(${IS_THEIRS})`, answer('NOT_YOURS')],
        ['$problem != ""', answer('INVALID')],
        [
          '$link.status.S = "DELEGATED" and $vote.decision = "DELEGATED" and $link.delegatedName.S = $vote.delegate',
          { to: 'Tell the delegate' },
        ],
        ['$link.status.S = "DELEGATED"', answer('SUPERSEDED')],
        ['$link.status.S = "CLOSED"', answer('CLOSED')],
        ['$link.status.S in ["APPROVED", "REJECTED"] and $vote.decision != $link.status.S', answer('ALREADY_DECIDED')],
        ['$link.status.S = "OPEN" and $number($link.closesAt.N) * 1000 <= $toMillis($now)', answer('EXPIRED')],
        ['$vote.decision != "DELEGATED"', { to: 'Count the vote' }],
        [`$exists($link.handover.S) and $count(${DELEGATE}) = 1`, { to: 'Hand over' }],
      ],
      'Unknown delegate',
    ),
    'Unknown delegate': {
      Type: 'Pass',
      Assign: { problem: 'delegate must be one of those who may decide in place of the approver' },
      Next: 'Invalid',
    },
    'Count the vote': {
      ...retriedTask(5, [CONDITION_FAILED]),
      Resource: resource('dynamodb:updateItem'),
      Arguments: {
        TableName: tableName,
        Key: { id: { S: ours('$link.gate.S') } },
        UpdateExpression: 'SET votes.#seat = if_not_exists(votes.#seat, :vote)',
        ConditionExpression: 'attribute_exists(id)',
        ExpressionAttributeNames: { '#seat': ours('$link.seat.S') },
        ExpressionAttributeValues: {
          ':vote': {
            M: {
              decision: { S: ours('$vote.decision') },
              comment: { S: ours('$vote.comment') },
              at: { S: ours('$now') },
              by: { S: ours('$link.name.S') },
              identity: { S: ours(IDENTITY) },
            },
          },
        },
        ReturnValues: 'ALL_NEW',
      },
      Assign: {
        gate: ours('$states.result.Attributes'),
        votes: ours('$states.result.Attributes.votes.M'),
        counted: ours('$lookup($states.result.Attributes.votes.M, $link.seat.S).M'),
        quorum: ours('$number($states.result.Attributes.quorum.N)'),
        seats: ours('$number($states.result.Attributes.seats.N)'),
      },
      Output: {},
      Catch: [{ ErrorEquals: [CONDITION_FAILED], Next: 'Closed' }],
      Next: 'The same vote?',
    },
    'The same vote?': {
      ...choice([['$counted.decision.S != $vote.decision', answer('ALREADY_DECIDED')]], 'Keep a record'),
      Assign: {
        outcome: ours(`${IS_APPROVED('$quorum')} ? "APPROVED" : ${IS_REJECTED('$quorum', '$seats')} ? "REJECTED" : ""`),
      },
    },
    'Keep a record': recorded(tableName, {
      key: '"decision#" & $link.gate.S & "#" & $link.seat.S',
      fields: {
        decision: ours('$counted.decision.S'),
        comment: ours('$counted.comment.S'),
        at: ours('$counted.at.S'),
        by: ours('$counted.by.S'),
        identity: ours('$counted.identity.S'),
      },
      next: 'Mark the link',
    }),
    'Mark the link': {
      ...retriedTask(5, [CONDITION_FAILED]),
      Resource: resource('dynamodb:updateItem'),
      Arguments: {
        TableName: tableName,
        Key: { id: { S: ours('$id') } },
        UpdateExpression: 'SET #status = :status, decidedAt = :at',
        ConditionExpression: '#status = :open OR #status = :status',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':status': { S: ours('$counted.decision.S') },
          ':open': { S: 'OPEN' },
          ':at': { S: ours('$counted.at.S') },
        },
      },
      Output: {},
      Catch: [{ ErrorEquals: [CONDITION_FAILED], Next: 'Is it decided?' }],
      Next: 'Is it decided?',
    },
    'Is it decided?': choice(
      [
        ['$outcome = "APPROVED"', { to: 'Approve' }],
        ['$outcome = "REJECTED" and $gate.answer.S = "FAILURE"', { to: 'Reject' }],
        ['$outcome = "REJECTED"', { to: 'Answer that it was rejected' }],
      ],
      'Recorded',
    ),
    Approve: told(sendApproval('$gate.token.S', '$link.gate.S')),
    Reject: told(sendRejection('$gate.token.S', '$link.gate.S')),
    'Answer that it was rejected': told(sendRejectionAsResult('$gate.token.S', '$link.gate.S')),
    'Used before?': choice(
      [['$link.status.S != "OPEN"', { to: 'Close the other links' }]],
      'Is the request still there?',
    ),
    'Is the request still there?': {
      ...retriedTask(5),
      Resource: resource('aws-sdk:sfn:describeExecution'),
      Arguments: { ExecutionArn: ours('$gate.execution.S'), IncludedData: 'METADATA_ONLY' },
      Output: ours('{ "status": $states.result.Status }'),
      // Somebody else's vote may have come first, or the gate begins to wait anew in this moment, and will look.
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Close the other links' }],
      Next: 'Was it withdrawn?',
    },
    'Was it withdrawn?': choice(
      [['$states.input.status in ["ABORTED", "TIMED_OUT"]', { to: 'Close the link' }]],
      'Close the other links',
    ),
    'Close the link': {
      ...retriedTask(5),
      Resource: resource('dynamodb:updateItem'),
      Arguments: {
        TableName: tableName,
        Key: { id: { S: ours('$id') } },
        UpdateExpression: 'SET #status = :closed',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':closed': { S: 'CLOSED' } },
      },
      Assign: { outcome: '' },
      Output: {},
      Next: 'Closed',
    },
    'Close the other links': {
      Type: 'Map',
      Items: ours('[$gate.links.SS[$ != $id]]'),
      MaxConcurrency: 10,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Close a link',
        States: {
          'Close a link': {
            ...retriedTask(5, [CONDITION_FAILED]),
            Resource: resource('dynamodb:updateItem'),
            Arguments: {
              TableName: tableName,
              Key: { id: { S: ours('$states.input') } },
              UpdateExpression: 'SET #status = :closed, outcome = :outcome',
              ConditionExpression: '#status = :open',
              ExpressionAttributeNames: { '#status': 'status' },
              ExpressionAttributeValues: {
                ':closed': { S: 'CLOSED' },
                ':open': { S: 'OPEN' },
                ':outcome': { S: ours('$outcome') },
              },
            },
            Output: {},
            Catch: [{ ErrorEquals: [CONDITION_FAILED], Output: {}, Next: 'It was used' }],
            End: true,
          },
          'It was used': { Type: 'Pass', End: true },
        },
      },
      Output: {},
      // The vote counts; whoever uses another link later is told what became of it.
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Recorded' }],
      Next: 'Recorded',
    },
    'Hand over': {
      ...retriedTask(5, [CONDITION_FAILED]),
      Resource: resource('dynamodb:updateItem'),
      Arguments: {
        TableName: tableName,
        Key: { id: { S: ours('$id') } },
        UpdateExpression: 'SET #status = :delegated, delegatedTo = :to, delegatedName = :name, decidedAt = :at',
        ConditionExpression: '#status = :open',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':delegated': { S: 'DELEGATED' },
          ':open': { S: 'OPEN' },
          ':to': { S: ours(`(${ESCAPE}; $escape($vote.delegate))`) },
          ':name': { S: ours('$vote.delegate') },
          ':at': { S: ours('$now') },
        },
      },
      Output: {},
      Catch: [{ ErrorEquals: [CONDITION_FAILED], Next: 'Already decided' }],
      Next: 'Keep a record of it',
    },
    'Keep a record of it': recorded(tableName, {
      key: '"delegation#" & $link.gate.S & "#" & $link.seat.S',
      fields: {
        decision: 'DELEGATED',
        comment: ours('$vote.comment'),
        at: ours('$now'),
        by: ours('$link.name.S'),
        to: ours('$vote.delegate'),
        identity: ours(IDENTITY),
      },
      next: 'Tell the delegate',
    }),
    'Tell the delegate': {
      ...retriedTask(20),
      Resource: resource('aws-sdk:sfn:startSyncExecution'),
      Arguments: {
        StateMachineArn: notifier.stateMachineArn,
        Input: ours(`$string($merge([$parse($link.handover.S), { "people": ${DELEGATE} }]))`),
        IncludedData: 'METADATA_ONLY',
      },
      Output: ours('{ "told": $states.result.Status = "SUCCEEDED" }'),
      Next: 'Was the delegate told?',
    },
    'Was the delegate told?': choice([['$states.input.told', answer('RECORDED')]], 'The delegate was not told'),
    // Answered by "try again", which tells him again.
    'The delegate was not told': {
      Type: 'Fail',
      Error: 'Approval.NotificationFailed',
      Cause: 'approval: the delegate could not be told',
    },
    ...Object.fromEntries(RESULTS.map(([name, result]) => [name, answerState(result)])),
  };
}

const RESULTS: readonly (readonly [string, Result])[] = [
  ['Recorded', 'RECORDED'],
  ['Already decided', 'ALREADY_DECIDED'],
  ['Closed', 'CLOSED'],
  ['Expired', 'EXPIRED'],
  ['Superseded', 'SUPERSEDED'],
  ['Unknown', 'UNKNOWN'],
  ['Invalid', 'INVALID'],
  ['Not yours', 'NOT_YOURS'],
];

function answer(result: Result): { readonly to: string } {
  return { to: RESULTS.find(([, one]) => one === result)?.[0] as string };
}

/** Says no more of a request than whoever may use its link knows. */
function answerState(result: Result) {
  const told = result !== 'UNKNOWN' && result !== 'NOT_YOURS';
  const own = result === 'ALREADY_DECIDED' || result === 'RECORDED' || result === 'SUPERSEDED';
  return {
    Type: 'Succeed',
    Output: ours(`$merge([
      { "result": "${result}", "form": $form },
      ${told ? '$exists($link.title.S) ? { "title": $link.title.S, "approver": $link.approver.S } : {},' : ''}
      ${own ? OWN_DECISION : ''}
      ${told ? '$outcome != "" ? { "outcome": $outcome } : $exists($link.outcome.S) ? { "outcome": $link.outcome.S } : {},' : ''}
      ${result === 'INVALID' ? '{ "message": $problem }' : '{}'}
    ])`),
  };
}

/** What stands: the vote that was counted, or what the link says, or what has just been asked for. */
const OWN_DECISION = `{ "decision": $exists($counted.decision.S) ? $counted.decision.S
  : $exists($link.status.S) and $link.status.S in ["APPROVED", "REJECTED", "DELEGATED"] ? $link.status.S
  : $vote.decision },`;

type Way = readonly [condition: string, target: { readonly to: string }];

function choice(ways: readonly Way[], otherwise: string) {
  return {
    Type: 'Choice',
    Choices: ways.map(([condition, { to }]) => ({ Condition: ours(condition), Next: to })),
    Default: otherwise,
  };
}

function told(task: object) {
  return {
    Type: 'Task',
    ...task,
    Output: {},
    Catch: [{ ErrorEquals: NOBODY_WAITS, Next: 'Used before?' }],
    Next: 'Close the other links',
  };
}

/** A row that stays; it is written once, however often the workflow runs. */
function recorded(
  tableName: string,
  { key, fields, next }: { readonly key: string; readonly fields: Record<string, string>; readonly next: string },
) {
  return {
    ...retriedTask(5, [CONDITION_FAILED]),
    Resource: resource('dynamodb:putItem'),
    Arguments: {
      TableName: tableName,
      Item: {
        id: { S: ours(key) },
        gate: { S: ours('$link.gate.S') },
        approver: { S: ours('$link.seat.S') },
        title: { S: ours('$link.title.S') },
        ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { S: value }])),
      },
      ConditionExpression: 'attribute_not_exists(id)',
    },
    Output: {},
    Catch: [{ ErrorEquals: [CONDITION_FAILED], Next: next }],
    Next: next,
  };
}
