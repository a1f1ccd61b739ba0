import { type IResolvable, type IResolveContext, Lazy, Stack } from 'aws-cdk-lib';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Definition } from '../asl/definition';
import { invalid } from '../private/errors';
import { type DefinitionLiteral, renderLiteral } from './definition-literal';

/** CloudFormation takes 1,048,576 characters in a request that holds the template with the definition escaped in it. */
const MAX_DEFINITION_BYTES = 900_000;

/**
 * The definition of a graph as the CDK asks for it: its text and its substitutions when it prepares a synthesis, what
 * stands in it when the synthesis is validated, and text and substitutions again for every file that it writes.
 *
 * Rendering is most of what a workflow costs at synthesis, so one rendering serves one synthesis: each part that is
 * asked for takes the rendering of the preparation once. A part that is asked for again then is rendered anew, for the
 * graph may have changed.
 */
export class DefinitionRenderer {
  private literal?: DefinitionLiteral;
  private readonly untaken = new Set<'substitutions' | 'definition'>();

  public constructor(
    private readonly scope: Construct,
    private readonly graph: sfn.StateGraph,
  ) {}

  public text(context: IResolveContext): string {
    if (context.preparing || !this.literal) {
      this.literal = this.render(context);
      this.untaken.add('substitutions').add('definition');
    }
    return this.literal.text;
  }

  public substitutions(context: IResolveContext): Record<string, IResolvable> | undefined {
    const prepared = !context.preparing || this.untaken.delete('substitutions');
    if (!this.literal || !prepared) this.literal = this.render(context);
    return this.literal.substitutions;
  }

  public definition(): Definition {
    if (this.literal && this.untaken.delete('definition')) return this.literal.definition;
    const rendered: Definition[] = [];
    Stack.of(this.scope).resolve(
      Lazy.uncachedAny({
        produce: (context) => void rendered.push(renderLiteral(this.graph.toGraphJson(), context).definition),
      }),
    );
    return rendered[0];
  }

  /** Whether a text stands in the definition; for what was rendered already that costs nothing. */
  public mentions(text: string): boolean {
    return (this.literal?.text ?? JSON.stringify(this.definition())).includes(text);
  }

  private render(context: IResolveContext): DefinitionLiteral {
    const literal = renderLiteral(this.graph.toGraphJson(), context);
    const bytes = bytesInTemplate(literal.text);
    if (bytes > MAX_DEFINITION_BYTES) {
      throw invalid(
        this.scope,
        `definition must have at most ${MAX_DEFINITION_BYTES} bytes, received ${bytes}: move a part of it into a ` +
          'state machine of its own',
      );
    }
    return literal;
  }
}

/** Counted only where it matters: a character takes six bytes at most, as an escape. */
function bytesInTemplate(text: string): number {
  return text.length * 6 < MAX_DEFINITION_BYTES ? text.length : Buffer.byteLength(JSON.stringify(text));
}
