import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpApiAuthorization, WorkflowHttpApi } from '../../../src';
import { newStack, slowWorkflow } from '../api/api-app';
import { rehearsalOf } from './http-api-app';

test('routes may be added to an API of the user', async () => {
  const stack = newStack();
  const httpApi = new apigatewayv2.HttpApi(stack, 'Mine', { defaultAuthorizer: new HttpIamAuthorizer() });
  const workflow = slowWorkflow(stack).stateMachine;
  const path = 'orders/{orderId}';
  const api = new WorkflowHttpApi(stack, 'Api', {
    workflow,
    path,
    httpApi,
    authorization: HttpApiAuthorization.none(),
  });
  expect(api).toMatchObject({ httpApi, stage: httpApi.defaultStage, accessLogGroup: undefined, alarms: [] });
  expect(api.url).toBe(`${httpApi.url}${path}`);
  const rehearsal = rehearsalOf(stack.node.root as App);
  const options = { api: api.httpApi, credentials: 'none' as const, body: {} };
  await expect(rehearsal.request('PUT', '/orders/o-1', options)).resolves.toMatchObject({ status: 202 });
  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Stage', 1);
});

test('two of them share an API', async () => {
  const stack = newStack();
  const httpApi = new apigatewayv2.HttpApi(stack, 'Mine');
  for (const id of ['Orders', 'Refunds']) {
    new WorkflowHttpApi(stack, `${id}Api`, {
      workflow: slowWorkflow(stack, id).stateMachine,
      path: `${id.toLowerCase()}/{id}`,
      httpApi,
      authorization: HttpApiAuthorization.jwt('https://issuer.example.com', { audiences: [id] }),
    });
  }
  const rehearsal = rehearsalOf(stack.node.root as App);
  for (const path of ['/orders/1', '/refunds/1']) {
    await expect(rehearsal.request('PUT', path, { body: {} })).resolves.toMatchObject({ status: 202 });
  }
  await expect(
    rehearsal.request('PUT', '/orders/2', { body: {}, credentials: { claims: { aud: 'Refunds' } } }),
  ).resolves.toMatchObject({ status: 401 });
  expect(rehearsal.executions().map(({ stateMachine }) => stateMachine)).toEqual([
    expect.stringMatching(/^Orders/),
    expect.stringMatching(/^Refunds/),
  ]);
});

test('an imported API has no address that is known', () => {
  const stack = newStack();
  const httpApi = apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Mine', { httpApiId: 'abc' });
  const api = new WorkflowHttpApi(stack, 'Api', { workflow: slowWorkflow(stack).stateMachine, httpApi });
  expect(() => api.url).toThrow(
    'httpApi must have a defaultStage for an address: set it, or write the address yourself',
  );
});
