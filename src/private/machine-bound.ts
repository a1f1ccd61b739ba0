import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';

const BIND = Symbol.for('cdk-workflows.MachineBound');

/**
 * A right that a state needs, from which it learns the state machine that it became a part of: the CDK does not tell a
 * state, but hands what its role must be allowed up to the state machine, from any depth of branches.
 */
export class MachineBoundStatement extends iam.PolicyStatement {
  public constructor(props: iam.PolicyStatementProps, bind: (stateMachine: sfn.IStateMachine) => void) {
    super(props);
    Object.defineProperty(this, BIND, { value: bind });
  }
}

/** Tells those states of a graph that want to know which state machine they are in. */
export function bindToMachine(statements: readonly iam.PolicyStatement[], stateMachine: sfn.IStateMachine): void {
  for (const statement of statements) {
    (statement as { [BIND]?: (stateMachine: sfn.IStateMachine) => void })[BIND]?.(stateMachine);
  }
}
