import { Aws } from 'aws-cdk-lib';
import { compensationInput, completedResult, EXECUTION_ID, expression, literal } from '../../saga/plan/saga-contract';
import type { FailureQueue } from '../../saga/plan/saga-plan';
import { MESSAGE_SENDING } from '../../saga/states/message-sending';
import { defineChoice, SagaState } from '../../saga/states/saga-state';
import { isAction, keyStart, type Part, stepIn } from '../plan/choreography';
import { STATES } from '../plan/participant-names';
import { parsed, parsedList } from '../record/moves';
import { EVENTS, endEvent, endOfUndoing, SUCCEEDED, type Told } from './announcements';
import type { Rendering } from './shared-states';

/** Error of a step whose participant never answered. */
export const STEP_LOST = 'Saga.StepLost';

/** Where the states that look at a saga find its item. */
export const ITEM = '$states.input.item';

/** What an item says of its saga. */
export function toldBy(item: string): Told {
  return {
    sagaId: `${item}.sagaId.S`,
    failure: parsed(item, 'failure'),
    undone: parsedList(item, 'undone'),
    notUndone: parsedList(item, 'notUndone'),
    warnings: parsedList(item, 'warnings'),
  };
}

/**
 * What becomes of a turn that nobody took: `{ item, move, event, report }`. An action may have been done, so it has failed
 * and is undone; after the pivot that is a warning. A compensation is reported, and the others go on. Of a step that a
 * deployment has taken away nobody knows what came before it: the saga is reported, and ends.
 */
export function decision(name: string, parts: readonly Part[]): string {
  const entries = parts.map(({ step, undoing, onward, back }) => {
    const lost = step.afterPivot ? onward : undoing;
    const fields = {
      lost: lost.text,
      lostNext: lost.next ?? '',
      back: back.text,
      backNext: back.next ?? '',
      late: step.afterPivot,
    };
    const written = Object.entries(fields).map(
      ([field, value]) => `"${field}": ${typeof value === 'string' ? literal(value) : value}`,
    );
    return `${literal(step.name)}: {${written.join(', ')}}`;
  });
  const cause = 'Its participant did not answer, and may have done it all the same.';
  const { failure, undone, notUndone, warnings, sagaId } = toldBy('$item');
  return `(
    $item := ${ITEM};
    $step := ${stepIn('$item.turn.S')};
    $forward := ${isAction('$item.turn.S')};
    $known := $lookup({${entries.join(', ')}}, $step);
    $gone := $not($exists($known));
    $part := $gone ? {"lost": "end", "lostNext": "", "back": "end", "backNext": "", "late": false} : $known;
    $lost := {"step": $step, "error": ${literal(STEP_LOST)}, "cause": ${literal(cause)}};
    $turn := $forward ? $part.lost : $part.back;
    $next := $forward ? $part.lostNext : $part.backNext;
    $failure := $forward and $not($part.late) ? $lost : ${failure};
    $warnings := $forward and $part.late ? $append(${warnings}, [$lost]) : ${warnings};
    $notUndone := $forward and $not($gone) ? ${notUndone} : $append(${notUndone}, [$step]);
    $undone := ${undone};
    $ended := $forward and $part.late ? ${literal(SUCCEEDED)} : (${endOfUndoing('$notUndone')});
    $status := $turn = "end" ? $ended : $forward and $part.late ? "RUNNING" : "COMPENSATING";
    $type := $forward ? ${literal(EVENTS.failed)} : ${literal(EVENTS.notCompensated)};
    $detail := {"saga": ${literal(name)}, "sagaId": ${sagaId}, "step": $step, "next": $next};
    $wrong := $forward ? {"error": $lost.error, "cause": $lost.cause} : {};
    $event := $turn = "end"
      ? ${endEvent(name, '$status', { sagaId, failure: '$failure', undone: '[$undone]', notUndone: '[$notUndone]', warnings: '[$warnings]' })}
      : {"type": $type, "detail": $merge([$detail, $wrong])};
    {
      "item": $item,
      "step": $step,
      "isReported": $gone or $not($forward),
      "move": {
        "turn": $turn, "status": $status, "failure": $failure, "warnings": [$warnings], "notUndone": [$notUndone]
      },
      "event": $event
    }
  )`.replace(/\n\s*/g, ' ');
}

/** A message about a compensation that nobody did, with all that it takes to do it by hand. */
export function reportLost(rendering: Rendering, next: SagaState, queue?: FailureQueue): SagaState {
  const { scope, plan } = rendering;
  if (!queue) return next;
  const found = { input: parsed(ITEM, 'input'), results: parsed(ITEM, 'results') };
  const key = keyStart(plan.name, `${ITEM}.sagaId.S`);
  const [{ step }] = plan.parts;
  const payload = {
    ...compensationInput(step.name, found, key, completedResult(step.name, found), expression(parsed(ITEM, 'failure'))),
    step: expression('$states.input.step'),
    idempotencyKey: expression(`$hash(${key} & "/" & $states.input.step & "/compensation", "SHA-256")`),
    result: expression(`($result := $lookup(${found.results}, $states.input.step); $exists($result) ? $result : null)`),
  };
  const send = new SagaState(scope, STATES.reportCompensation).define({
    fields: {
      QueryLanguage: 'JSONata',
      Type: 'Task',
      Resource: `arn:${Aws.PARTITION}:states:::sqs:sendMessage`,
      Arguments: {
        QueueUrl: queue.url,
        MessageBody: {
          saga: plan.name,
          sagaId: expression(`${ITEM}.sagaId.S`),
          execution: expression(EXECUTION_ID),
          step: expression('$states.input.step'),
          error: STEP_LOST,
          cause: 'Its participant did not answer, or is gone.',
          payload,
        },
      },
      ...MESSAGE_SENDING,
      Output: SAME,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: next.name, Output: SAME }],
      Next: next.name,
    } as unknown as { Type: string },
    targets: [next],
    rights: queue.rights,
  });
  const which = new SagaState(scope, 'Is There Something To Report');
  return defineChoice(which, [{ condition: '$states.input.isReported', transition: { target: send, output: SAME } }], {
    target: next,
    output: SAME,
  });
}

const SAME = expression('$states.input');
