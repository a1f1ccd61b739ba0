import { INPUT_TOO_LARGE, inputTooLarge } from '../../saga/plan/saga-budget';
import { expression } from '../../saga/plan/saga-contract';
import { SagaState } from '../../saga/states/saga-state';
import { actionOf } from '../plan/choreography';
import { anyJson, createTask, known, NOW, number, REFUSED, text } from '../record/moves';
import { itemRights } from '../record/saga-table';
import { storedBytes } from '../record/stored-size';
import { EVENTS } from './announcements';
import { announcing, type Rendering } from './shared-states';

/** Error of a request without an id that can be one. */
export const BAD_REQUEST = 'Saga.BadRequest';

const MOST_ID_CHARACTERS = 256;

/**
 * What begins a saga: `{ sagaId, input }`, or the event `Saga Requested` with that as its detail. A saga that is there
 * already is left as it is. Puts out `{ sagaId, isNew }`.
 *
 * @param watch seconds after which the watcher looks at it
 */
export function defineStart(rendering: Rendering, watch: string): SagaState {
  const { scope, plan, table } = rendering;
  const [{ step }] = plan.parts;
  const first = actionOf(step.name);

  const isNew = new SagaState(scope, 'Saga Is New').define({
    fields: {
      QueryLanguage: 'JSONata',
      Type: 'Succeed',
      Output: { sagaId: expression('$states.input.detail.sagaId'), isNew: true },
    },
  });
  const isKnown = new SagaState(scope, 'Saga Is Known').define({
    fields: {
      QueryLanguage: 'JSONata',
      Type: 'Succeed',
      Output: { sagaId: expression('$states.input.sagaId'), isNew: false },
    },
  });
  // The saga has begun: the watcher sends what could not be sent.
  const announce = announcing(rendering, 'Announce Start', isNew, isNew);
  const record = new SagaState(scope, 'Record Saga').define({
    fields: {
      ...createTask(table, '$states.input.sagaId', {
        saga: known(plan.name),
        status: known('RUNNING'),
        turn: known(first.text),
        nudges: { N: '0' },
        input: anyJson('$states.input.input'),
        results: known('{}'),
        failure: known('null'),
        warnings: known('[]'),
        undone: known('[]'),
        notUndone: known('[]'),
        startedAt: text(NOW),
        movedAt: text(NOW),
        open: known('open'),
        dueAt: number(`$millis() + ${watch} * 1000`),
      }),
      Output: {
        type: EVENTS.started,
        detail: { saga: plan.name, sagaId: expression('$states.input.sagaId'), next: first.next },
      },
      Catch: [{ ErrorEquals: [REFUSED], Next: isKnown.name, Output: expression('$states.input') }],
      Next: announce.name,
    } as unknown as { Type: string },
    targets: [announce, isKnown],
    rights: [itemRights(table, 'PutItem')],
  });
  const { inputBytes } = plan.budget;
  const tooLarge = refusal(rendering, 'Input Too Large', INPUT_TOO_LARGE, inputTooLarge(inputBytes));
  const bad = refusal(
    rendering,
    'Bad Request',
    BAD_REQUEST,
    `A request must have a sagaId of 1 to ${MOST_ID_CHARACTERS} characters, or an input.`,
  );
  const id = '$states.input.sagaId';
  const check = new SagaState(scope, 'Check Request').define({
    fields: {
      QueryLanguage: 'JSONata',
      Type: 'Choice',
      Choices: [
        {
          Condition: expression(
            `$type(${id}) != "string" or $length($string(${id})) < 1 or $length($string(${id})) > ${MOST_ID_CHARACTERS}`,
          ),
          Next: bad.name,
        },
        { Condition: expression(`${storedBytes('$states.input.input')} > ${inputBytes}`), Next: tooLarge.name },
      ],
      Default: record.name,
    },
    targets: [record, bad, tooLarge],
  });
  const request = '$request := $exists($states.input.detail) ? $states.input.detail : $states.input';
  const orNull = (value: string) => `$exists(${value}) ? ${value} : null`;
  // An execution that brings neither id nor input was not meant as a request: its saga would find nothing.
  const ownId =
    `$exists($states.input.detail) ? (${orNull('$states.input.id')}) : ` +
    '$exists($request.input) ? $states.context.Execution.Name : null';
  return new SagaState(scope, 'Read Request').define({
    fields: {
      QueryLanguage: 'JSONata',
      Type: 'Pass',
      Output: {
        sagaId: expression(`(${request}; $exists($request.sagaId) ? $request.sagaId : ${ownId})`),
        input: expression(`(${request}; ${orNull('$request.input')})`),
      },
      Next: check.name,
    },
    targets: [check],
  });
}

function refusal({ scope }: Rendering, name: string, error: string, cause: string): SagaState {
  return new SagaState(scope, name).define({
    fields: { QueryLanguage: 'JSONata', Type: 'Fail', Error: error, Cause: cause },
  });
}
