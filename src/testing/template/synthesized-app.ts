import { join, resolve } from 'node:path';
import { Stack, Stage, Token, Tokenization } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { IConstruct } from 'constructs';
import { RehearsalError } from '../rehearsal-error';
import { Assembly } from './assembly';
import type { StackFile } from './stack-file';
import type { StackValues } from './stack-values';

/** An app and the assembly that it was synthesized to. */
export class SynthesizedApp {
  /** Synthesizes the whole app that a construct is in; an app that was synthesized before is taken as it is. */
  public static of(construct: IConstruct): SynthesizedApp {
    const { root } = construct.node;
    if (!Stage.isStage(root)) {
      throw new RehearsalError(
        `${construct.node.path || 'the construct'} is in no App or Stage: nothing to synthesize`,
      );
    }
    const synthesized = withoutTemplateValidation(() => root.synth());
    const app = SynthesizedApp.read.get(synthesized) ?? new SynthesizedApp(root, synthesized);
    SynthesizedApp.read.set(synthesized, app);
    return app;
  }

  /** A test file may rehearse many state machines of one app, which may have many templates. */
  private static readonly read = new WeakMap<CloudAssembly, SynthesizedApp>();

  public readonly assembly: Assembly;

  private constructor(
    private readonly root: Stage,
    synthesized: CloudAssembly,
  ) {
    this.assembly = Assembly.of(synthesized);
  }

  public get stacks(): Stack[] {
    return this.root.node.findAll().filter((construct): construct is Stack => Stack.isStack(construct));
  }

  public valuesOf(stack: Stack): StackValues {
    return this.assembly.valuesOf(this.fileOf(stack));
  }

  /**
   * The value of a text that may hold tokens, such as a function's ARN. A token belongs to the stack of the construct it
   * refers to.
   *
   * @param home - the stack of a text whose tokens refer to no construct
   */
  public valueOf(text: string, home?: Stack): string {
    if (!Token.isUnresolved(text)) {
      return text;
    }
    const targets = Tokenization.reverseString(text).tokens.map((token) => (token as { target?: IConstruct }).target);
    const owner = targets.find((target) => target !== undefined);
    const stack = owner ? Stack.of(owner) : home;
    if (!stack) {
      throw new RehearsalError(`nobody knows which stack ${text} is about: pass the construct, or a literal value`);
    }
    return String(this.valuesOf(stack).evaluate(stack.resolve(text)));
  }

  private fileOf(stack: Stack): StackFile {
    const found = this.assembly.stacks.find(this.describing(stack));
    if (!found) {
      throw new RehearsalError(`the cloud assembly has no template for the stack '${stack.node.path}'`);
    }
    return found;
  }

  /** Nested stacks that say the same share a template: they are known by the resources that make them. */
  private describing(stack: Stack): (file: StackFile) => boolean {
    const { nestedStackParent, nestedStackResource } = stack;
    if (nestedStackParent && nestedStackResource) {
      const parent = this.fileOf(nestedStackParent);
      const logicalId = nestedStackParent.resolve(nestedStackResource.logicalId);
      return ({ nestedIn }) => nestedIn?.parent === parent && nestedIn.logicalId === logicalId;
    }
    const template = resolve(join(Stage.of(stack)?.synth().directory ?? '', stack.templateFile));
    return ({ file, nestedIn }) => file === template && !nestedIn;
  }
}

/** CDK's template validation takes seconds in every process and has nothing to do with a rehearsal. */
function withoutTemplateValidation<T>(synthesize: () => T): T {
  const before = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = 'false';
  try {
    return synthesize();
  } finally {
    if (before === undefined) {
      delete process.env.CDK_VALIDATION;
    } else {
      process.env.CDK_VALIDATION = before;
    }
  }
}
