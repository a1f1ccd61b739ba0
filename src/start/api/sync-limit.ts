import { Annotations } from 'aws-cdk-lib';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { definitionOf, isStateMachine } from '../../workflow/foreign-machine';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const REST_API = { seconds: 29, status: 504 };

/**
 * Warns where a workflow may run for longer than API Gateway waits: the work goes on, whatever the client is answered.
 *
 * @param gateway - for how long it waits, and with which status it answers then
 */
export function warnOfLongRuns(scope: IConstruct, workflow: sfn.IStateMachine, { seconds, status } = REST_API): void {
  scope.node.addValidation({
    validate: () => {
      const machine = workflow.node.defaultChild;
      if (!machine || !isStateMachine(machine)) return [];
      const limit = limitOf(machine);
      if (limit === undefined || limit <= seconds) return [];
      Annotations.of(scope).addWarningV2(
        'cdk-workflows:syncLongerThanGateway',
        `sync: the timeout of the workflow should be at most ${seconds} s, for which API Gateway waits, received ` +
          `${limit === Number.POSITIVE_INFINITY ? 'none' : `${limit} s`}: the client is answered ${status} while the execution goes on`,
      );
      return [];
    },
  });
}

/** In seconds; undefined where nobody here knows. */
function limitOf(machine: sfn.CfnStateMachine): number | undefined {
  try {
    const definition = definitionOf(machine)?.definition as { readonly TimeoutSeconds?: unknown } | undefined;
    if (!definition) return undefined;
    const seconds = definition.TimeoutSeconds;
    return seconds === undefined
      ? Number.POSITIVE_INFINITY
      : Number.isFinite(Number(seconds))
        ? Number(seconds)
        : undefined;
  } catch {
    // A definition that is no JSON is for the checks of the workflow to tell.
    return undefined;
  }
}
