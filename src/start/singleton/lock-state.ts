import type * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { provedExpression } from '../../private/proved-expressions';

/** What a state is: its fields, and the states that it can go to. */
export interface LockStateConfig {
  readonly fields: { readonly Type: string; readonly [field: string]: unknown };
  readonly targets?: readonly LockState[];
  readonly branch?: sfn.StateGraph;
  readonly rights?: iam.PolicyStatement;
}

/** They are no part of the app's tree: nobody looks for them there. */
export class LockStates extends Construct {
  public constructor() {
    super(undefined as unknown as Construct, 'States');
  }
}

/**
 * A state around the definition of the user. It is rendered here, in JSONata, because the states of the lowest CDK leave
 * out the arguments and the output of a Parallel.
 */
export class LockState extends sfn.State {
  public readonly endStates: sfn.INextable[] = [];

  public constructor(
    scope: LockStates,
    name: string,
    private readonly config: LockStateConfig,
  ) {
    super(scope, `State${scope.node.children.length}`, { stateName: name });
    if (config.branch) this.addBranch(config.branch);
  }

  /** Name of the state in the definition. */
  public get name(): string {
    return this.stateId;
  }

  public override toStateJson(): object {
    const branches = this.branches.length > 0 ? (this.renderBranches() as object) : {};
    return { QueryLanguage: 'JSONata', ...this.config.fields, ...branches };
  }

  protected override whenBoundToGraph(graph: sfn.StateGraph): void {
    super.whenBoundToGraph(graph);
    if (this.config.rights) graph.registerPolicyStatement(this.config.rights);
    for (const target of this.config.targets ?? []) target.bindToGraph(graph);
  }
}

/** An expression that cannot fail: a test evaluates each. */
export function expression(jsonata: string): string {
  return provedExpression(jsonata);
}
