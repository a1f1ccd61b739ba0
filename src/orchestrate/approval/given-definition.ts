import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { StateFields } from './approval-state';

/** A definition as data, in the order in which people should read it. */
export type States = Readonly<Record<string, StateFields>>;

/**
 * A definition that is data already, as the chain of states that a workflow wants. Its states are no part of the app's
 * tree.
 */
export function givenDefinition(startAt: string, states: States): sfn.State {
  return new GivenState(startAt, states, Object.keys(states));
}

class GivenState extends sfn.State {
  public readonly endStates: sfn.INextable[] = [];
  private readonly others: GivenState[];

  public constructor(
    name: string,
    private readonly states: States,
    all: readonly string[],
    scope: Construct = new Construct(undefined as unknown as Construct, 'States'),
  ) {
    super(scope, `State${scope.node.children.length}`, { stateName: name });
    this.others = all.filter((other) => other !== name).map((other) => new GivenState(other, states, [], scope));
  }

  public override toStateJson(): object {
    return inJsonata(this.states[this.stateId]);
  }

  protected override whenBoundToGraph(graph: sfn.StateGraph): void {
    super.whenBoundToGraph(graph);
    for (const other of this.others) other.bindToGraph(graph);
  }
}

/** The language of a machine of the CDK is JSONPath, and each state has to say that it is another, those in a Map too. */
function inJsonata(state: StateFields): StateFields {
  const processor = state.ItemProcessor as { readonly States: States } | undefined;
  if (!processor) return { QueryLanguage: 'JSONata', ...state };
  const states = Object.entries(processor.States).map(([name, inner]) => [name, inJsonata(inner)]);
  return { QueryLanguage: 'JSONata', ...state, ItemProcessor: { ...processor, States: Object.fromEntries(states) } };
}
