import { Aws } from 'aws-cdk-lib';
import { INPUT_TOO_LARGE, inputTooLarge } from '../../saga/plan/saga-budget';
import { causeOf, errorOf, expression } from '../../saga/plan/saga-contract';
import { SagaState } from '../../saga/states/saga-state';
import { actionOf } from '../plan/choreography';
import { anyJson, createTask, known, NOW, number, QUICK, REFUSED, text } from '../record/moves';
import { itemRights } from '../record/saga-table';
import { storedBytes } from '../record/stored-size';
import { EVENTS } from './announcements';
import { announcing, type Rendering } from './shared-states';

/** Error of a request without an id that can be one. */
export const BAD_REQUEST = 'Saga.BadRequest';

const MOST_ID_CHARACTERS = 256;

/** Name of the variable that holds why a saga could not be recorded. */
const CAUGHT = 's0_caught';

/**
 * What begins a saga: `{ sagaId, input }`, or the event `Saga Requested` with that as its detail. A saga that is there
 * already is left as it is. Puts out `{ sagaId, isNew }`. A request that the table does not take is set aside, and fails.
 *
 * @param watch seconds after which the watcher looks at it
 * @param aside URL of the queue for such requests
 */
export function defineStart(rendering: Rendering, watch: string, aside: string): SagaState {
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
  const setAside = settingAside(rendering, aside);
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
      Catch: [
        { ErrorEquals: [REFUSED], Next: isKnown.name, Output: expression('$states.input') },
        {
          ErrorEquals: ['States.ALL'],
          Next: setAside.name,
          Assign: { [CAUGHT]: expression('$states.errorOutput') },
          Output: expression('$states.input'),
        },
      ],
      Next: announce.name,
    } as unknown as { Type: string },
    targets: [announce, isKnown, setAside],
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

/** Nobody asks again for what came as an event. The message is an input of this workflow: with it the saga begins. */
function settingAside({ scope, plan }: Rendering, queueUrl: string): SagaState {
  const failed = new SagaState(scope, 'Saga Not Recorded').define({
    fields: {
      QueryLanguage: 'JSONata',
      Type: 'Fail',
      Error: expression(errorOf(`$${CAUGHT}`)),
      Cause: expression(causeOf(`$${CAUGHT}`)),
    },
  });
  return new SagaState(scope, 'Set Request Aside').define({
    fields: {
      QueryLanguage: 'JSONata',
      Type: 'Task',
      Resource: `arn:${Aws.PARTITION}:states:::sqs:sendMessage`,
      Arguments: {
        QueueUrl: queueUrl,
        MessageBody: {
          'detail-type': EVENTS.requested,
          detail: {
            saga: plan.name,
            sagaId: expression('$states.input.sagaId'),
            input: expression('$states.input.input'),
          },
        },
      },
      ...QUICK,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: failed.name }],
      Next: failed.name,
    },
    targets: [failed],
  });
}

function refusal({ scope }: Rendering, name: string, error: string, cause: string): SagaState {
  return new SagaState(scope, name).define({
    fields: { QueryLanguage: 'JSONata', Type: 'Fail', Error: error, Cause: cause },
  });
}
