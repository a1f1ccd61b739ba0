import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { refuseWorkflowElsewhere } from '../elsewhere';
import { invalid } from '../errors';
import { knownTypeOf } from '../started-machine';

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeTargetStateMachineParameters.html */
export type Invocation = 'REQUEST_RESPONSE' | 'FIRE_AND_FORGET';

/**
 * How a pipe starts a workflow: a Standard one cannot be waited for, an Express one is unless the user says otherwise.
 *
 * @param given - the prop `invocationType`
 */
export function invocationOf(
  scope: IConstruct,
  workflow: sfn.IStateMachine,
  given: Invocation | undefined,
): Invocation {
  refuseWorkflowElsewhere(scope, workflow, 'pipe');
  const type = knownTypeOf(workflow);
  if (type === sfn.StateMachineType.STANDARD && given === 'REQUEST_RESPONSE') {
    throw invalid(
      scope,
      'invocationType must be FIRE_AND_FORGET for a Standard workflow, received REQUEST_RESPONSE: only an Express ' +
        'workflow can be waited for; leave it out',
    );
  }
  if (given) return given;
  if (!type) {
    throw invalid(
      scope,
      'invocationType must be given for an imported workflow, of which nobody knows whether it is Standard ' +
        '(FIRE_AND_FORGET) or Express (REQUEST_RESPONSE, or FIRE_AND_FORGET not to wait for it)',
    );
  }
  return type === sfn.StateMachineType.STANDARD ? 'FIRE_AND_FORGET' : 'REQUEST_RESPONSE';
}
