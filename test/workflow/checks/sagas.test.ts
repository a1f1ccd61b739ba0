import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { SagaContext, SagaOrchestrator, type SagaOrchestratorProps, SagaStep, WorkflowChecks } from '../../../src';
import { isProved } from '../../../src/private/proved-expressions';
import { testFunction } from '../../functions';

jest.mock('../../../src/private/proved-expressions', () => {
  const actual = jest.requireActual('../../../src/private/proved-expressions');
  return { ...actual, isProved: jest.fn(actual.isProved) };
});

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack');
});

const invoke = (name: string, options: object = {}) =>
  SagaStep.invoke(name, {
    action: testFunction(stack, `Do${name}`),
    compensation: testFunction(stack, `Undo${name}`),
    ...options,
  });
const call = (id: string, outputs?: unknown, language: 'jsonata' | 'jsonPath' = 'jsonata') =>
  tasks.LambdaInvoke[language](stack, id, {
    lambdaFunction: testFunction(stack, `${id}Function`),
    taskTimeout: sfn.Timeout.duration(Duration.seconds(5)),
    ...(outputs === undefined ? {} : { outputs }),
  } as tasks.LambdaInvokeJsonataProps);
const sagaOf = (steps: SagaStep[], props: Partial<SagaOrchestratorProps> = {}) =>
  new SagaOrchestrator(stack, 'Saga', { steps, ...props });
const findings = () => WorkflowChecks.of(app).findings();

const SAGAS: [string, () => SagaOrchestrator][] = [
  ['one step', () => sagaOf([invoke('A')])],
  [
    'no compensation',
    () => sagaOf([invoke('A', { compensation: undefined }), invoke('B', { compensation: undefined })]),
  ],
  ['a pivot', () => sagaOf([invoke('A'), invoke('B').afterPivot(), invoke('C').afterPivot()])],
  ['a function that outlives its limit', () => sagaOf([invoke('A', { timeout: Duration.seconds(10) }), invoke('B')])],
  ['errors that were not applied', () => sagaOf([invoke('A', { notAppliedErrors: ['No'] }), invoke('B')])],
  ['a payload', () => sagaOf([invoke('A', { payload: { id: SagaContext.input('id') } }), invoke('B')])],
  ['tasks', () => sagaOf([SagaStep.task('A', { action: call('DoA'), compensation: call('UndoA') }), invoke('B')])],
  [
    'tasks with outputs',
    () =>
      sagaOf([
        SagaStep.task('A', { action: call('DoA', '{% $states.result.Payload %}'), compensation: call('UndoA', {}) }),
        SagaStep.task('B', { action: call('DoB', { id: '{% $states.result.Payload.id %}' }) }),
      ]),
  ],
  [
    'tasks of JSONPath',
    () =>
      sagaOf([
        SagaStep.task('A', {
          action: call('DoA', undefined, 'jsonPath'),
          compensation: call('UndoA', undefined, 'jsonPath'),
        }),
        SagaStep.task('B', { action: call('DoB', undefined, 'jsonPath'), compensation: call('UndoB') }),
        invoke('C').afterPivot(),
      ]),
  ],
  ['an output', () => sagaOf([invoke('A'), invoke('B')], { output: '{% {"id": $results.A.id} %}' })],
  ['names that are no identifiers', () => sagaOf([invoke('A "b" \\ c'), invoke('größe & 🍎')])],
  ['twenty steps', () => sagaOf(Array.from({ length: 20 }, (_, index) => invoke(`Step${index}`)))],
];

describe('a saga', () => {
  test.each(SAGAS)('with %s is left alone', (_, make) => {
    make();
    expect(findings()).toEqual([]);
  });

  test.each(SAGAS)('with %s: every expression that is taken as proved stands every rule', (_, make) => {
    const proved = jest.mocked(isProved);
    const { isProved: actual } = jest.requireActual('../../../src/private/proved-expressions');
    proved.mockReturnValue(false);
    make();
    expect(findings()).toEqual([]);
    expect(proved).toHaveBeenCalled();
    proved.mockImplementation(actual);
  });
});

describe('what the user writes in a saga is looked at', () => {
  const wrong = '{% $nosuch($states.result.Payload) %}';
  test.each<[string, () => SagaOrchestrator, string]>([
    ['a payload', () => sagaOf([invoke('A'), invoke('B', { payload: { id: '{% $nosuch(1) %}' } })]), 'B'],
    ['the output of a task', () => sagaOf([SagaStep.task('A', { action: call('DoA', wrong) }), invoke('B')]), 'A'],
    [
      'the output of the last task',
      () => sagaOf([invoke('A'), SagaStep.task('B', { action: call('DoB', wrong) })]),
      'B',
    ],
    ['a part of an output', () => sagaOf([SagaStep.task('A', { action: call('DoA', { id: wrong }) })]), 'A'],
    ['the output of the saga', () => sagaOf([invoke('A')], { output: '{% $nosuch($results) %}' }), 'A'],
  ])('%s', (_, make, state) => {
    make();
    const unknown = findings().filter(({ id }) => id === 'cdk-workflows:unknownFunction');
    expect(unknown).toEqual([expect.objectContaining({ state, message: expect.stringContaining('$nosuch') })]);
  });
});
