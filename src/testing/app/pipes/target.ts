import { isObject, type Json } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import type { RehearsedApp } from '../rehearsed-app';
import { PipeFailure } from './pipe-failure';
import type { PipeResource } from './pipe-resource';

/** Hands a batch to the target; the answer is undefined where the pipe does not wait for one. */
export type Deliver = (batch: readonly Json[]) => Promise<Json | undefined>;

type TargetOf = (pipe: PipeResource, app: RehearsedApp) => Deliver;

/** By the service in the ARN. */
const TARGETS: Readonly<Record<string, TargetOf>> = { states: stateMachine };

export function targetOf(pipe: PipeResource, app: RehearsedApp): Deliver {
  const make = TARGETS[pipe.targetArn.split(':')[2]];
  if (!make) {
    throw pipe.notRehearsed(`the target ${pipe.targetArn}`);
  }
  return make(pipe, app);
}

/** The whole batch is the input of one execution, a list even when it is one record. */
function stateMachine(pipe: PipeResource, app: RehearsedApp): Deliver {
  const { InvocationType = 'REQUEST_RESPONSE' } = pipe.targetParameters('StepFunctionStateMachineParameters');
  const run = InvocationType === 'FIRE_AND_FORGET' ? startOnly : runToEnd;
  return (batch) => run(pipe, app, pipe.targetArn, batch);
}

async function startOnly(pipe: PipeResource, app: RehearsedApp, arn: string, input: Json | readonly Json[]) {
  pipe.demand('states:StartExecution', machineOf(pipe, app, arn));
  app.outages.check(arn);
  app.stateMachines.startExecution({ stateMachineArn: arn, input: JSON.stringify(input) });
  return undefined;
}

/** Runs an Express workflow and gives its output; however it fails is a failure of the stage. */
export async function runToEnd(
  pipe: PipeResource,
  app: RehearsedApp,
  arn: string,
  input: Json | readonly Json[],
): Promise<Json> {
  const machine = machineOf(pipe, app, arn);
  pipe.demand('states:StartSyncExecution', machine);
  demandKey(pipe, app, machine);
  app.outages.check(arn);
  const { outcome } = await app.stateMachines.startSyncExecution({
    stateMachineArn: arn,
    input: JSON.stringify(input),
  });
  if (outcome?.status !== 'SUCCEEDED') {
    const stage = arn === pipe.targetArn ? 'TARGET' : 'ENRICHMENT';
    throw new PipeFailure(stage, outcome?.error ?? `States.${outcome?.status}`, outcome?.cause ?? '');
  }
  return outcome.output ?? null;
}

/** Who is told what an execution put out reads what is encrypted: https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html */
function demandKey(pipe: PipeResource, app: RehearsedApp, machine: string): void {
  const { EncryptionConfiguration: encryption } =
    app.resources.find('AWS::StepFunctions::StateMachine', machine)?.properties ?? {};
  const key = isObject(encryption) ? encryption.KmsKeyId : undefined;
  if (key === undefined || !String(key).startsWith('arn:')) return;
  pipe.demand('kms:Decrypt', String(key), { 'kms:EncryptionContext:aws:states:stateMachineArn': machine });
}

/** IAM knows state machines without their versions and aliases. */
function machineOf(pipe: PipeResource, app: RehearsedApp, arn: string): string {
  const machine = app.machines.find(arn);
  if (!machine) {
    throw new RehearsalError(`${pipe.title} starts executions of ${arn}, which is not part of the app`);
  }
  return machine.arn;
}
