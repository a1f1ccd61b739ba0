import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, type IConstruct } from 'constructs';
import type { BenchModule } from './bench-module';

export interface AppOptions {
  readonly count: number;
  readonly size?: number;
  readonly alarms: boolean;
}

export interface BuiltApp {
  readonly app: App;
  readonly workflows: readonly BuiltWorkflow[];
}

export interface BuiltWorkflow {
  readonly stack: Stack;
  readonly construct: IConstruct;
  readonly functions: ReadonlyMap<string, lambda.IFunction>;
}

/** Few enough for the 500 resources that a stack may have. */
const WORKFLOWS_PER_STACK = 10;

/** An app with one workflow many times, each with functions that exist already. */
export function buildApp({ build }: BenchModule, { count, size, alarms }: AppOptions): BuiltApp {
  const app = new App();
  const workflows: BuiltWorkflow[] = [];
  let stack = new Stack(app, 'Stack0');
  for (let n = 0; n < count; n++) {
    if (n > 0 && n % WORKFLOWS_PER_STACK === 0) stack = new Stack(app, `Stack${n / WORKFLOWS_PER_STACK}`);
    const scope = new Construct(stack, `W${n}`);
    const existing = new Construct(scope, 'Existing');
    const functions = new Map<string, lambda.IFunction>();
    const fn = (id: string) => {
      const known = functions.get(id) ?? lambda.Function.fromFunctionName(existing, id, id);
      functions.set(id, known);
      return known;
    };
    workflows.push({ stack, construct: build(scope, { fn, size, alarms }), functions });
  }
  return { app, workflows };
}
