import { Duration, SecretValue } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { SagaContext, SagaStep } from '../../../src';
import { testFunction } from '../../functions';
import { rehearse } from './order-choreography';
import { itemOf, MINUTE, sagaOf, taskTimeout } from './saga-app';

describe('steps of other kinds', () => {
  const kinds = () =>
    sagaOf(
      (stack) => {
        const table = new dynamodb.Table(stack, 'Invoices', {
          partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
        });
        const key = { id: tasks.DynamoAttributeValue.fromString(SagaContext.input('orderId')) };
        const queue = new sqs.Queue(stack, 'Queue');
        const send = (id: string) =>
          new tasks.SqsSendMessage(stack, id, {
            queue,
            messageBody: sfn.TaskInput.fromJsonPathAt('$'),
            resultSelector: { 'id.$': '$.MessageId' },
            taskTimeout,
          });
        const connection = new events.Connection(stack, 'Connection', {
          authorization: events.Authorization.apiKey('x-api-key', SecretValue.unsafePlainText('key')),
        });
        return [
          SagaStep.task('Store', {
            action: tasks.DynamoPutItem.jsonata(stack, 'Put', {
              table,
              item: key,
              taskTimeout,
              outputs: '{% {"put": true} %}',
            }),
            compensation: tasks.DynamoDeleteItem.jsonata(stack, 'Delete', { table, key, taskTimeout }),
          }),
          SagaStep.task('Tell', { action: send('Send'), compensation: send('Withdraw') }),
          SagaStep.http('Pay', {
            connection,
            apiRoot: 'https://api.example.com',
            action: { method: events.HttpMethod.POST, path: ['payments'] },
            compensation: { method: events.HttpMethod.DELETE, path: ['payments', SagaContext.ownResult('id')] },
          }),
          SagaStep.sequence([
            SagaStep.fragment('Pack', {
              action: new sfn.Pass(stack, 'Wrap', { parameters: { 'wrapped.$': '$.step' } }),
              compensation: new sfn.Pass(stack, 'Unwrap'),
            }),
          ]),
          SagaStep.invoke('Mail', { action: testFunction(stack, 'Mailer') }),
        ];
      },
      { watch: Duration.hours(1) },
    );

  test('are done with the same results', async () => {
    const { app, stack, saga } = kinds();
    const rehearsal = rehearse(app);
    rehearsal.mock('Pay', { ResponseBody: { id: 'p-1' }, StatusCode: 200 }).mock('Mail', null);
    await rehearsal.start(saga.stateMachine, { sagaId: 'o-1', input: { orderId: 'o-1' } });
    await rehearsal.advance(MINUTE);
    const item = itemOf(rehearsal, saga);
    expect(item.status).toBe('SUCCEEDED');
    expect(JSON.parse(String(item.results))).toEqual({
      Store: { put: true },
      Tell: { id: expect.any(String) },
      Pay: { id: 'p-1' },
      Pack: { wrapped: 'Pack' },
      Mail: null,
    });
    expect(rehearsal.messages(stack.node.findChild('Queue') as sqs.Queue)).toMatchObject([
      { step: 'Tell', results: { Store: { put: true } } },
    ]);
  });

  test('are undone', async () => {
    const { app, stack, saga } = kinds();
    const rehearsal = rehearse(app);
    const deleted: unknown[] = [];
    rehearsal.mock('Pay', { ResponseBody: { id: 'p-1' }, StatusCode: 200 }).fail('Mail', { error: 'Broken' });
    rehearsal.mock('Compensate Pay', ({ ApiEndpoint }) => {
      deleted.push(ApiEndpoint);
      return { StatusCode: 204 };
    });
    await rehearsal.start(saga.stateMachine, { sagaId: 'o-1', input: { orderId: 'o-1' } });
    await rehearsal.advance(MINUTE);
    expect(itemOf(rehearsal, saga)).toMatchObject({ status: 'COMPENSATED', undone: '["Pack","Pay","Tell","Store"]' });
    expect(deleted).toEqual(['https://api.example.com/payments/p-1']);
    expect(rehearsal.messages(stack.node.findChild('Queue') as sqs.Queue)).toHaveLength(2);
  });

  test('whose output fails after the effect are undone', async () => {
    const { app, saga } = sagaOf((stack) => [
      SagaStep.task('Tell', {
        action: tasks.SqsSendMessage.jsonata(stack, 'Send', {
          queue: new sqs.Queue(stack, 'Queue'),
          messageBody: sfn.TaskInput.fromText('{}'),
          outputs: '{% $states.result.nowhere %}',
          taskTimeout,
        }),
        compensation: tasks.LambdaInvoke.jsonata(stack, 'Undo', {
          lambdaFunction: testFunction(stack, 'Undoer'),
          taskTimeout,
        }),
        compensateOnFailure: false,
      }),
    ]);
    const rehearsal = rehearse(app);
    rehearsal.mock('Compensate Tell', null);
    await rehearsal.start(saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(MINUTE);
    expect(itemOf(rehearsal, saga)).toMatchObject({ status: 'COMPENSATED', undone: '["Tell"]' });
  });
});
