import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HandWrittenApi } from './api';

type Settings = Partial<apigatewayv2.CfnIntegrationProps>;

test.each<[string, Settings]>([
  [
    'an integration of the type HTTP_PROXY through INTERNET',
    { integrationType: 'HTTP_PROXY', integrationSubtype: undefined },
  ],
  ['through VPC_LINK', { connectionType: 'VPC_LINK' }],
  ['an integration with tlsConfig', { tlsConfig: { serverNameToVerify: 'x' } }],
  ['the integration subtype SQS-SendMessage', { integrationSubtype: 'SQS-SendMessage' }],
  ['needs the ARN of a role as its credentials', { credentialsArn: undefined }],
  ['has the parameter stateMachineArn', { requestParameters: { stateMachineArn: 'x' } }],
  ['lacks the parameter StateMachineArn', { requestParameters: { Input: '$request.body' } }],
  ['the payload format 2.0', { integrationSubtype: undefined, integrationUri: 'arn:aws:lambda:x:1:function:f' }],
  [
    "an integration with 'https://example.com'",
    {
      integrationSubtype: undefined,
      integrationUri: 'https://example.com',
      payloadFormatVersion: '2.0',
      requestParameters: undefined,
    },
  ],
  [
    "does not map a response to 'overwrite:body'",
    {
      responseParameters: { '200': { ResponseParameters: [{ Destination: 'overwrite:body', Source: 'x' }] } },
    },
  ],
  [
    "does not map a response to 'append:header.Via'",
    {
      responseParameters: { '200': { ResponseParameters: [{ Destination: 'append:header.Via', Source: 'x' }] } },
    },
  ],
])('%s', async (message, settings) => {
  const written = new HandWrittenApi();
  written.route(written.api(), 'POST /orders', settings);
  await expect(written.rehearse().request('POST', '/orders', { body: {} })).rejects.toThrow(message);
});

test.each<[string, Partial<apigatewayv2.CfnRouteProps>]>([
  ['the authorization CUSTOM is not rehearsed', { authorizationType: 'CUSTOM' }],
  ['HTTP APIs have no API keys', { apiKeyRequired: true }],
  ['names the Authorizer other, which no template has', { authorizationType: 'JWT', authorizerId: 'other' }],
  ['names the Integration other, which no template has', { target: 'integrations/other' }],
])('%s', async (message, route) => {
  const written = new HandWrittenApi();
  written.route(written.api(), 'POST /orders', {}, route);
  await expect(written.rehearse().request('POST', '/orders', { body: {} })).rejects.toThrow(message);
});

test.each<[string, Partial<apigatewayv2.CfnApiProps>]>([
  ['an HTTP API with Target is not rehearsed', { target: 'https://example.com' }],
  ['an HTTP API with BodyS3Location is not rehearsed', { bodyS3Location: { bucket: 'b', key: 'k' } }],
  ['OpenAPI 3.0 documents only', { body: { swagger: '2.0' } }],
  ['the authorizer key is none that is rehearsed', { body: documentWith({ security: [{ key: [] }] }) }],
  [
    'the authorization cognito is not rehearsed',
    { body: documentWith({ 'x-amazon-apigateway-auth': { type: 'cognito' } }) },
  ],
])('%s', async (message, settings) => {
  const written = new HandWrittenApi();
  written.api(settings);
  await expect(written.rehearse().request('POST', '/orders', { body: {} })).rejects.toThrow(message);
});

function documentWith(operation: object) {
  return {
    openapi: '3.0.1',
    components: { securitySchemes: { key: { type: 'apiKey' } } },
    paths: { '/orders': { post: { 'x-amazon-apigateway-integration': { type: 'aws_proxy' }, ...operation } } },
  };
}

test('an API that is deployed nowhere, or in several places', async () => {
  const written = new HandWrittenApi();
  const api = new apigatewayv2.CfnApi(written.stack, 'Api', { name: 'Api', protocolType: 'HTTP' });
  written.route(api, 'POST /orders');
  new apigatewayv2.CfnStage(written.stack, 'Undeployed', { apiId: api.ref, stageName: 'old' });
  await expect(written.rehearse().request('POST', '/orders')).rejects.toThrow('is deployed to no stage');
  const several = new HandWrittenApi();
  const named = new apigatewayv2.CfnApi(several.stack, 'Api', { name: 'Api', protocolType: 'HTTP' });
  several.route(named, 'POST /orders');
  for (const stageName of ['one', 'two']) {
    new apigatewayv2.CfnStage(several.stack, stageName, { apiId: named.ref, stageName, autoDeploy: true });
  }
  await expect(several.rehearse().request('POST', '/orders')).rejects.toThrow('has several stages and no default one');
});

test('a WebSocket API is none that takes requests', async () => {
  const written = new HandWrittenApi();
  new apigatewayv2.CfnApi(written.stack, 'Api', {
    name: 'Api',
    protocolType: 'WEBSOCKET',
    routeSelectionExpression: 'x',
  });
  await expect(written.rehearse().request('POST', '/orders')).rejects.toThrow('the app has no API');
});
