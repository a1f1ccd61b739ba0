import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  CONDITION_FAILED,
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
import { answer, answerStates, choice } from './decision-answers';
import { DELEGATE, handoverStates } from './decision-handover';
import { recorded } from './decision-record';
import { BODY, IDENTITY, IS_THEIRS, PROBLEM } from './decision-request';
import { IS_IT_STILL_THERE, withdrawnStates } from './decision-withdrawn';
import type { States } from './given-definition';

export const DECISION_START = 'Read the request';

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
          '$link.standing.S = "DELEGATED" and $vote.decision = "DELEGATED" and $link.delegatedName.S = $vote.delegate',
          { to: 'Tell the delegate' },
        ],
        ['$link.standing.S = "DELEGATED"', answer('SUPERSEDED')],
        ['$link.standing.S = "CLOSED"', answer('CLOSED')],
        [
          '$link.standing.S in ["APPROVED", "REJECTED"] and $vote.decision != $link.standing.S',
          answer('ALREADY_DECIDED'),
        ],
        ['$link.standing.S = "OPEN" and $number($link.closesAt.N) * 1000 <= $toMillis($now)', answer('EXPIRED')],
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
        // Not all of it: the votes are there already, and with long comments twice is more than a state may keep.
        gate: ours(`$sift($states.result.Attributes, function($value, $key) {
          $key in ["token", "execution", "answer", "links"]
        })`),
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
        UpdateExpression: 'SET standing = :standing, decidedAt = :at',
        ConditionExpression: 'standing = :open OR standing = :standing',
        ExpressionAttributeValues: {
          ':standing': { S: ours('$counted.decision.S') },
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
      IS_IT_STILL_THERE,
    ),
    Approve: told(sendApproval('$gate.token.S', '$link.gate.S')),
    Reject: told(sendRejection('$gate.token.S', '$link.gate.S')),
    'Answer that it was rejected': told(sendRejectionAsResult('$gate.token.S', '$link.gate.S')),
    ...withdrawnStates(tableName, 'Is there more to close?'),
    'Is there more to close?': choice([['$outcome = ""', answer('RECORDED')]], 'Close the other links'),
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
              UpdateExpression: 'SET standing = :closed, outcome = :outcome',
              ConditionExpression: 'standing = :open',
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
    ...handoverStates(tableName, notifier),
    ...answerStates(),
  };
}

function told(task: object) {
  return {
    Type: 'Task',
    ...task,
    Output: {},
    Catch: [{ ErrorEquals: NOBODY_WAITS, Next: IS_IT_STILL_THERE }],
    Next: 'Close the other links',
  };
}
