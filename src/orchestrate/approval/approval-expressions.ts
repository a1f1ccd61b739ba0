import { Aws } from 'aws-cdk-lib';
import { provedExpression } from '../../private/proved-expressions';

/** An expression that is ours from end to end: the checks at synthesis take it as proved. */
export function ours(jsonata: string): string {
  return provedExpression(jsonata.replace(/\n\s*/g, ' '));
}

/** A function of JSONata that makes a text harmless in HTML: `$util` of API Gateway has none. */
export const ESCAPE = `$escape := function($text) {
  $replace($replace($replace($replace($replace($text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;"), "\\"", "&quot;"), "'", "&#39;")
}`;

/**
 * The votes of a gate as its item has them, by the name of the approver whose seat it is: `$votes`.
 * How many of a kind there are is a number whatever the item is.
 */
export function votesFor(decision: 'APPROVED' | 'REJECTED', votes = '$votes'): string {
  return `$count($keys($sift(${votes}, function($vote) { $vote.M.decision.S = "${decision}" })))`;
}

/**
 * Whether a quorum is reached, or cannot be any more. Both at once cannot be: with as many approvals as the quorum there
 * are too few others.
 */
export const IS_APPROVED = (quorum: string, votes?: string) => `${votesFor('APPROVED', votes)} >= ${quorum}`;
export const IS_REJECTED = (quorum: string, seats: string, votes?: string) =>
  `${votesFor('REJECTED', votes)} > ${seats} - ${quorum}`;

/** What the workflow that waits is told: who decided what, and nothing that could open anything. */
export function decisionOf(outcome: 'APPROVED' | 'REJECTED', gate: string): string {
  return `{
    "outcome": "${outcome}",
    "gate": ${gate},
    "decisions": [$each($votes, function($vote, $seat) {
      $merge([
        { "approver": $seat, "decision": $vote.M.decision.S, "comment": $vote.M.comment.S, "at": $vote.M.at.S },
        { "identity": $vote.M.identity.S },
        $vote.M.by.S = $seat ? {} : { "delegate": $vote.M.by.S }
      ])
    })]
  }`;
}

/** Of an integration through the SDK, or of an optimized one. */
export function resource(action: string): string {
  return `arn:${Aws.PARTITION}:states:::${action}`;
}

export const CONDITION_FAILED = 'DynamoDB.ConditionalCheckFailedException';

/** What a waiting task that is not there any more is told by: it was told, was stopped, or waits under another token. */
export const NOBODY_WAITS = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'].flatMap((error) => [
  `Sfn.${error}Exception`,
  `Sfn.${error}`,
]);

/** A task that is tried again, but not when it would fail in the same way. */
export const retriedTask = (seconds: number, final: readonly string[] = []) => ({
  Type: 'Task',
  TimeoutSeconds: seconds,
  Retry: [
    { ErrorEquals: [...final, 'States.QueryEvaluationError'], MaxAttempts: 0 },
    { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 },
  ],
});

/** Tells the task that waits that it was approved. */
export const sendApproval = (token: string, gate: string) => ({
  ...retriedTask(10, NOBODY_WAITS),
  Resource: resource('aws-sdk:sfn:sendTaskSuccess'),
  Arguments: { TaskToken: ours(token), Output: ours(`$string(${decisionOf('APPROVED', gate)})`) },
});

/** Tells the task that waits that it was rejected, by a failure. Its cause is in logs, so it names nobody. */
export const sendRejection = (token: string, gate: string) => ({
  ...retriedTask(10, NOBODY_WAITS),
  Resource: resource('aws-sdk:sfn:sendTaskFailure'),
  Arguments: {
    TaskToken: ours(token),
    Error: 'Approval.Rejected',
    Cause: ours(`"approval: rejected; who said so is recorded under decision#" & ${gate}`),
  },
});

/** The same as a result, for a gate that has something to do then. */
export const sendRejectionAsResult = (token: string, gate: string) => ({
  ...sendApproval(token, gate),
  Arguments: { TaskToken: ours(token), Output: ours(`$string(${decisionOf('REJECTED', gate)})`) },
});
