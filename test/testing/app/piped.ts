import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as pipes from 'aws-cdk-lib/aws-pipes';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Json, JsonObject } from '../../../src/asl/json';
import { type AppRehearsal, Rehearsal } from '../../../src/testing';

export interface PipedSource {
  readonly source: string;
  readonly sourceParameters: pipes.CfnPipe.PipeSourceParametersProperty;
}

/** What a workflow was given, and when: the batch, and the seconds since the rehearsal began. */
export interface HandledBatch {
  readonly at: number;
  readonly batch: JsonObject[];
}

export interface Piped {
  readonly rehearsal: AppRehearsal;
  /** Every batch that came to the workflow, those that failed, too. */
  readonly handled: HandledBatch[];
}

/**
 * An app with one pipe, written by hand, from a source to a synchronous Express workflow.
 *
 * @param answer - what the workflow answers; it fails where this throws
 */
export function piped(
  makeSource: (stack: Stack, role: iam.Role) => PipedSource,
  answer: (batch: JsonObject[], attempt: number) => Json | undefined = () => undefined,
  startTime = new Date('2026-03-01T08:00:00Z'),
): Piped {
  const stack = new Stack(new App(), 'Stack');
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('pipes.amazonaws.com') });
  const handler = lambda.Function.fromFunctionName(stack, 'Handler', 'handler');
  const machine = new sfn.StateMachine(stack, 'Machine', {
    stateMachineType: sfn.StateMachineType.EXPRESS,
    definitionBody: sfn.DefinitionBody.fromChainable(
      tasks.LambdaInvoke.jsonata(stack, 'Handle', {
        lambdaFunction: handler,
        retryOnServiceExceptions: false,
        outputs: '{% $states.result.Payload %}',
      }),
    ),
  });
  machine.grantStartSyncExecution(role);
  new pipes.CfnPipe(stack, 'Pipe', {
    name: 'the-pipe',
    roleArn: role.roleArn,
    target: machine.stateMachineArn,
    ...makeSource(stack, role),
  });

  const rehearsal = Rehearsal.ofApp(stack, { startTime });
  const handled: HandledBatch[] = [];
  rehearsal.mock('Handle', (payload) => {
    const batch = payload as unknown as JsonObject[];
    handled.push({ at: (rehearsal.now.getTime() - startTime.getTime()) / 1000, batch });
    return answer(batch, handled.length) ?? null;
  });
  return { rehearsal, handled };
}
