import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { CONDITION_FAILED, ESCAPE, ours, resource, retriedTask } from './approval-expressions';
import { answer, choice } from './decision-answers';
import { recorded } from './decision-record';
import { IDENTITY } from './decision-request';
import type { States } from './given-definition';

/** To whom the approver may hand over, as the notifier is started for it. */
export const DELEGATE = '[$parse($link.handover.S).people[name = $vote.delegate]]';

/** The approver hands over: the link is closed first, then the delegate gets one, as often as it takes until he was told. */
export function handoverStates(tableName: string, notifier: sfn.IStateMachine): States {
  return {
    'Hand over': {
      ...retriedTask(5, [CONDITION_FAILED]),
      Resource: resource('dynamodb:updateItem'),
      Arguments: {
        TableName: tableName,
        Key: { id: { S: ours('$id') } },
        UpdateExpression: 'SET standing = :delegated, delegatedTo = :to, delegatedName = :name, decidedAt = :at',
        ConditionExpression: 'standing = :open',
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
  };
}
