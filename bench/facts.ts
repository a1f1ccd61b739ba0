import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DoubleTarget, Rehearsal } from 'cdk-workflows/testing';
import type { BenchModule, BenchPath, BenchSubject } from './bench-module';
import { type AppOptions, buildApp } from './build-app';

/** What one workflow comes to. */
export interface Facts {
  readonly resources: { readonly all: number; readonly withoutAlarms: number; readonly withoutAlarmsAndQueue: number };
  readonly templateBytes: number;
  readonly definitionBytes: number;
  readonly policyStatements: number;
  readonly paths: readonly PathFacts[];
  /** Of a workflow that calls 80 functions. */
  readonly eightyFunctions: { readonly lambdaStatements: number; readonly overflowPolicies: number };
}

export interface PathFacts {
  readonly title: string;
  readonly transitions: number;
  readonly status: string;
  /** The functions in the order in which they were called; those that were called at once by their names. */
  readonly called: readonly string[];
}

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly DefinitionString?: unknown;
    readonly PolicyDocument?: PolicyDocument;
    readonly Policies?: { readonly PolicyDocument: PolicyDocument }[];
  };
}

interface PolicyDocument {
  readonly Statement: { readonly Action: string | string[] }[];
}

interface Template {
  readonly Resources: Record<string, Resource>;
}

const ALARMS = ['AWS::CloudWatch::Alarm', 'AWS::Logs::MetricFilter'];
const QUEUES = ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'AWS::Events::Rule'];

export async function factsOf(
  module: BenchModule,
  { paths, functionsPerStep, helpers = [] }: BenchSubject,
): Promise<Facts> {
  const template = templateOf(module, { count: 1, alarms: true });
  const types = resourcesIn(template).map(({ Type }) => Type);
  const without = (...left: string[]) => types.filter((type) => !left.includes(type)).length;
  const wide = templateOf(module, { count: 1, size: 80 / functionsPerStep, alarms: false });
  return {
    resources: {
      all: types.length,
      withoutAlarms: without(...ALARMS),
      withoutAlarmsAndQueue: without(...ALARMS, ...QUEUES),
    },
    templateBytes: JSON.stringify(template).length,
    definitionBytes: definitionBytes(template),
    policyStatements: statementsIn(template).length,
    paths: await Promise.all(paths.map((path) => follow(module, path, helpers))),
    eightyFunctions: {
      lambdaStatements: statementsIn(wide).filter(({ Action }) => Action === 'lambda:InvokeFunction').length,
      overflowPolicies: resourcesIn(wide).filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy').length,
    },
  };
}

async function follow(module: BenchModule, path: BenchPath, helpers: readonly string[]): Promise<PathFacts> {
  const [{ construct, functions }] = buildApp(module, { count: 1, alarms: false }).workflows;
  const rehearsal = Rehearsal.of(construct);
  if (path.answer !== undefined) module.answers?.[path.answer](rehearsal);
  const targets = new Map([...functions].filter(([id]) => !helpers.includes(id)));
  const facts = await walk(rehearsal, path, targets);
  return { ...facts, called: facts.called.filter((name) => !helpers.includes(name)) };
}

/** States of such a definition have the names of the functions that they call. */
export function followSample(definition: object, path: BenchPath): Promise<PathFacts> {
  const rehearsal = Rehearsal.ofDefinition(definition);
  const tasks = Object.entries(rehearsal.definition.States).filter(([, { Type }]) => Type === 'Task');
  return walk(rehearsal, path, new Map(tasks.map(([name]) => [name, name])));
}

async function walk(
  rehearsal: Rehearsal,
  { title, failing }: BenchPath,
  targets: ReadonlyMap<string, DoubleTarget>,
): Promise<PathFacts> {
  for (const [id, target] of targets) {
    rehearsal.mock(target, async (_, { sleep }) => {
      await sleep(1000);
      return { done: id };
    });
    if (failing.includes(id)) rehearsal.fail(target, { error: 'Refused', cause: 'as asked' });
  }
  const { transitions, status, calls } = await rehearsal.run({ orderId: 'o-1' });
  const called = calls
    .flatMap(({ target, startedAt }) => ({ startedAt, name: /:function:(.+)$/.exec(target ?? '')?.[1] ?? '' }))
    .filter(({ name }) => name !== '')
    .sort((one, other) => one.startedAt - other.startedAt || one.name.localeCompare(other.name))
    .map(({ name }) => name);
  return { title, transitions, status, called };
}

function templateOf(module: BenchModule, options: AppOptions): Template {
  const { app, workflows } = buildApp(module, options);
  const { directory } = app.synth();
  return JSON.parse(readFileSync(join(directory, workflows[0].stack.templateFile), 'utf8'));
}

/** What is left out is the CDK's own and the same on both sides. */
function resourcesIn(template: Template): Resource[] {
  return Object.values(template.Resources).filter(({ Type }) => Type !== 'AWS::CDK::Metadata');
}

function definitionBytes(template: Template): number {
  const [machine] = resourcesIn(template).filter(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
  return JSON.stringify(machine.Properties.DefinitionString).length;
}

function statementsIn(template: Template): PolicyDocument['Statement'] {
  return resourcesIn(template)
    .filter(({ Type }) => Type.startsWith('AWS::IAM::'))
    .flatMap(({ Properties: { PolicyDocument, Policies = [] } }) => [
      ...(PolicyDocument?.Statement ?? []),
      ...Policies.flatMap((policy) => policy.PolicyDocument.Statement),
    ]);
}
