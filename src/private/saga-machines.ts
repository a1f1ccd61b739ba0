import type { IConstruct } from 'constructs';

const SAGA = Symbol.for('cdk-workflows.Saga');

/** Says that a state machine belongs to a saga, for those who would stop its executions. */
export function markAsSaga(stateMachine: IConstruct): void {
  Object.defineProperty(stateMachine, SAGA, { value: true });
}

export function isSaga(stateMachine: IConstruct): boolean {
  return SAGA in stateMachine;
}
