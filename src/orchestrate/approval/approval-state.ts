import type * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/** The fields of a state as the Amazon States Language has them. */
export interface StateFields {
  readonly Type: string;
  readonly [field: string]: unknown;
}

/** What a state is, said when all states that it names are there. */
export interface ApprovalStateConfig {
  /** Without `Next` and `End`. They are asked for when the definition is rendered. */
  readonly fields: () => StateFields;
  /** The states that it can go to, but for the next one. */
  readonly targets?: readonly sfn.State[];
  readonly rights?: readonly iam.PolicyStatement[];
  /** Called when the state becomes part of a definition. */
  readonly whenBound?: () => void;
}

/** A state that an approval renders itself: the CDK's own tasks know neither its service nor its errors. */
export class ApprovalState extends sfn.State implements sfn.INextable {
  public readonly endStates: sfn.INextable[] = [this];
  /** Whether the state is part of a definition. */
  public bound = false;
  private config?: ApprovalStateConfig;

  public constructor(
    scope: Construct,
    id: string,
    private readonly continues = true,
  ) {
    super(scope, id, {});
  }

  public define(config: ApprovalStateConfig): this {
    this.config = config;
    return this;
  }

  /** What comes after it. */
  public next(next: sfn.IChainable): sfn.Chain {
    super.makeNext(next.startState);
    return sfn.Chain.sequence(this, next);
  }

  public override toStateJson(): object {
    return { QueryLanguage: 'JSONata', ...this.config?.fields(), ...(this.continues ? this.renderNextEnd() : {}) };
  }

  protected override whenBoundToGraph(graph: sfn.StateGraph): void {
    super.whenBoundToGraph(graph);
    this.bound = true;
    this.config?.whenBound?.();
    for (const right of this.config?.rights ?? []) graph.registerPolicyStatement(right);
    for (const target of this.config?.targets ?? []) target.bindToGraph(graph);
  }
}

/** A Choice that goes on where a condition holds, to whatever comes after it, and elsewhere otherwise. */
export class ForkState extends ApprovalState {
  /**
   * @param end - where it goes on if nothing comes after it, for a Choice cannot be the end
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly end: ApprovalState,
    way: { readonly condition: string; readonly otherwise: sfn.State; readonly whenBound: () => void },
  ) {
    super(scope, id, false);
    this.define({
      fields: () => ({
        Type: 'Choice',
        Choices: [{ Condition: way.condition, Next: this.following ?? this.end.stateId }],
        Default: way.otherwise.stateId,
      }),
      targets: [way.otherwise],
      whenBound: way.whenBound,
    });
  }

  private get following(): string | undefined {
    return (this.renderNextEnd() as { readonly Next?: string }).Next;
  }

  protected override whenBoundToGraph(graph: sfn.StateGraph): void {
    super.whenBoundToGraph(graph);
    if (this.following === undefined) this.end.bindToGraph(graph);
  }
}

/** The ends of a user's states that lead nowhere. They may have led nowhere when they were given, and do no more. */
export function openEnds({ endStates }: sfn.IChainable): sfn.INextable[] {
  return endStates.filter((end) => !(end instanceof sfn.State) || 'End' in end.toStateJson());
}

/** Lets them lead somewhere. */
export function closeEnds(chain: sfn.IChainable, target: sfn.State): void {
  for (const end of openEnds(chain)) end.next(target);
}
