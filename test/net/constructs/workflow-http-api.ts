import { Annotations, Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { HttpApiAuthorization, IdempotencyKey, WorkflowHttpApi, type WorkflowHttpApiProps } from '../../../src';

import type { Acknowledgement, Subject } from '../subject';

const STOPPED_EXECUTIONS: Acknowledgement = {
  id: /^AwsSolutions-IAM5\[Resource::arn:.*:states:.*:execution:.*:\*\]$/,
  reason: 'Executions that clients may stop have no names yet.',
};

/** A workflow of the user, which the API starts. */
function workflowIn(neighbours: Construct, id: string, stateMachineType = sfn.StateMachineType.STANDARD) {
  const definition = new sfn.Pass(neighbours, `${id}Done`);
  return new sfn.StateMachine(neighbours, id, {
    stateMachineType,
    definitionBody: sfn.DefinitionBody.fromChainable(definition),
    timeout: Duration.seconds(20),
  });
}

function api(
  name: string,
  props: (neighbours: Construct) => WorkflowHttpApiProps,
  acknowledged: Acknowledgement[] = [],
  more: (made: WorkflowHttpApi, neighbours: Construct) => void = () => undefined,
): Subject {
  return {
    name,
    build: (scope, neighbours) => {
      const made = new WorkflowHttpApi(scope, 'Api', props(neighbours));
      more(made, neighbours);
      return made;
    },
    acknowledged,
  };
}

export const subjects: Subject[] = [
  api('HTTP API of a workflow', (neighbours) => ({
    workflow: workflowIn(neighbours, 'Orders'),
    path: 'orders/{orderId}',
  })),
  api(
    'HTTP API of several workflows',
    (neighbours) => ({
      workflow: workflowIn(neighbours, 'Orders'),
      path: 'orders',
      stopEndpoint: true,
      cors: { allowOrigins: ['https://shop.example.com'] },
    }),
    [STOPPED_EXECUTIONS],
    (made, neighbours) => {
      made.addRoute('quotes', {
        workflow: workflowIn(neighbours, 'Quotes', sfn.StateMachineType.EXPRESS),
        sync: true,
      });
    },
  ),
  api(
    'HTTP API with tokens',
    (neighbours) => ({
      workflow: workflowIn(neighbours, 'Orders'),
      path: 'orders',
      idempotencyKey: IdempotencyKey.bodyField('orderId'),
      authorization: HttpApiAuthorization.jwt('https://issuer.example.com', { audiences: ['shop'] }),
    }),
    [],
    (made) => Annotations.of(made).acknowledgeWarning('cdk-workflows:httpApiShowsArns', 'The shop is ours.'),
  ),
];
