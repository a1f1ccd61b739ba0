import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { RehearsalError } from '../rehearsal-error';
import type { CloudFormationTemplate } from './cloudformation';
import { StackValues } from './stack-values';

/** The synthesized templates of an app and the values that their resources would have. */
export class Assembly {
  /** Synthesizes the whole app that a construct is in; an app that was synthesized before is taken as it is. */
  public static of(construct: IConstruct): Assembly {
    const { root } = construct.node;
    if (!Stage.isStage(root)) {
      throw new RehearsalError(
        `${construct.node.path || 'the construct'} is in no App or Stage: nothing to synthesize`,
      );
    }
    withoutTemplateValidation(() => root.synth());
    return new Assembly(root);
  }

  private readonly values = new Map<Stack, StackValues>();

  private constructor(private readonly root: Stage) {}

  public valuesOf(stack: Stack): StackValues {
    let values = this.values.get(stack);
    if (!values) {
      values = new StackValues(stack, readTemplate(stack), this);
      this.values.set(stack, values);
    }
    return values;
  }

  public get stacks(): Stack[] {
    return this.root.node.findAll().filter((construct): construct is Stack => Stack.isStack(construct));
  }
}

function readTemplate(stack: Stack): CloudFormationTemplate {
  const stage = Stage.of(stack);
  if (!stage) {
    throw new RehearsalError(`stack ${stack.node.path} is in no App or Stage`);
  }
  return JSON.parse(readFileSync(join(stage.synth().directory, stack.templateFile), 'utf8'));
}

/** CDK's template validation takes seconds in every process and has nothing to do with a rehearsal. */
function withoutTemplateValidation(synthesize: () => void): void {
  const before = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = 'false';
  try {
    synthesize();
  } finally {
    if (before === undefined) {
      delete process.env.CDK_VALIDATION;
    } else {
      process.env.CDK_VALIDATION = before;
    }
  }
}
