import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { IdempotencyKey, WorkflowApi } from '../../../src';
import { apiOf, newStack, rehearsed, slowWorkflow } from './api-app';
import { clientOf, withKey } from './client';

const ORDER = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  title: 'An order',
  type: 'object',
  properties: {
    orderId: { type: 'string', pattern: '^o-' },
    amount: { type: 'number', minimum: 0 },
    address: { $ref: '#/definitions/Postal_Address' },
    items: { type: 'array', items: { $ref: '#/definitions/Item' } },
  },
  required: ['orderId'],
  additionalProperties: false,
  definitions: {
    Postal_Address: { type: 'object', properties: { city: { type: 'string', minLength: 1 } }, required: ['city'] },
    Item: {
      type: 'object',
      properties: { name: { type: 'string' }, parts: { type: 'array', items: { $ref: '#/definitions/Item' } } },
    },
  },
};

const bad = [
  {},
  { orderId: 'x' },
  { orderId: 'o-1', amount: -1 },
  { orderId: 'o-1', more: 1 },
  { orderId: 'o-1', address: { city: '' } },
  { orderId: 'o-1', items: [{ parts: [{ name: 1 }] }] },
];
const good = { orderId: 'o-1', amount: 0, address: { city: 'Bern' }, items: [{ name: 'a', parts: [{ name: 'b' }] }] };

test.each([true, false])('a body that breaks the schema starts nothing (own API: %s)', async (own) => {
  const stack = newStack();
  const restApi = own ? undefined : new apigateway.RestApi(stack, 'Own');
  const workflow = slowWorkflow(stack).stateMachine;
  new WorkflowApi(stack, 'Api', {
    workflow,
    path: 'orders',
    requestSchema: ORDER,
    restApi,
    gatewayResponses: own ? undefined : true,
  });
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);

  for (const body of bad) {
    expect(await send('POST', '/orders', withKey('o-1', body))).toMatchObject({
      status: 400,
      body: { message: 'The body is not what the schema of this request asks for.' },
    });
  }
  expect(rehearsal.executions()).toEqual([]);
  expect(await send('POST', '/orders', withKey('o-1', good))).toMatchObject({ status: 202 });
  expect(rehearsal.executions()).toMatchObject([{ input: good }]);
});

test('a key in the body is asked for beside the schema, within its bounds', async () => {
  const { stack } = apiOf({
    idempotencyKey: IdempotencyKey.bodyField('orderId'),
    requestSchema: { properties: { orderId: { maxLength: 5, pattern: '^o' } }, required: ['amount'] },
  });
  const send = clientOf(rehearsed(stack));

  expect(await send('POST', '/orders', { body: { orderId: 'o-1', amount: 1 } })).toMatchObject({ status: 202 });
  for (const body of [
    { amount: 1 },
    { orderId: 'o-1' },
    { orderId: 'o-12345', amount: 1 },
    { orderId: 'x', amount: 1 },
    { orderId: 'o 1', amount: 1 },
  ]) {
    expect((await send('POST', '/orders', { body })).status).toBe(400);
  }
});

test.each([
  [
    { $schema: 'http://json-schema.org/draft-07/schema#' },
    'requestSchema.$schema must be http://json-schema.org/draft-04/schema#',
  ],
  [
    { type: 'strin' },
    'requestSchema.type must be one of array, boolean, integer, null, number, object, string, received "strin"',
  ],
  [{ const: 1 }, 'requestSchema.const is not known to draft 4, which API Gateway checks by: write enum with one value'],
  [{ properties: { a: { nullable: true } } }, 'requestSchema.properties.a.nullable is not known to draft 4'],
  [{ items: { examples: [1] } }, 'requestSchema.items.examples is not known to draft 4'],
  [{ oneOf: [{ else: {} }] }, 'requestSchema.oneOf[0].else is not known to draft 4'],
  [{ additionalProperties: { $defs: {} } }, 'requestSchema.additionalProperties.$defs is not known to draft 4'],
  [{ not: { contains: {} } }, 'requestSchema.not.contains is not known to draft 4'],
  [{ requred: ['a'] }, 'requestSchema.requred is not a keyword of draft 4, and would not be checked'],
  [{ toString: 1 }, 'requestSchema.toString is not a keyword of draft 4'],
  [{ required: [] }, 'requestSchema.required must be a list that is not empty, received []'],
  [{ required: true }, 'requestSchema.required must be a list that is not empty, received true'],
  [{ required: [1] }, 'requestSchema.required must name members, received [1]'],
  [{ minLength: -1 }, 'requestSchema.minLength must be a whole number, at least 0, received -1'],
  [{ maximum: '1' }, 'requestSchema.maximum must be a number, received "1"'],
  [{ pattern: '(' }, 'requestSchema.pattern must be a regular expression'],
  [
    { maximum: 1, exclusiveMaximum: 3 },
    'requestSchema.exclusiveMaximum must be true or false in draft 4: write maximum: 3',
  ],
  [
    { properties: { a: 'string' } },
    'requestSchema.properties.a must be a schema, an object with keywords such as type, received "string"',
  ],
  [{ $ref: '#/definitions/A' }, "requestSchema.$ref must name one of the definitions, received 'A'; there are none"],
  [{ $ref: 'http://x/y' }, 'requestSchema.$ref must name one of the definitions of this schema: #/definitions/Address'],
  [
    { $ref: '#/definitions/A', required: ['a'], definitions: { A: {} } },
    'requestSchema.required is not checked beside $ref in draft 4: write allOf with both',
  ],
  [
    { properties: { a: { $ref: '#/definitions/A', maxLength: 3 } }, definitions: { A: {} } },
    'requestSchema.properties.a.maxLength is not checked beside $ref',
  ],
  [{ properties: null }, 'requestSchema.properties must be an object with schemas, received null'],
  [{ properties: ['a'] }, 'requestSchema.properties must be an object with schemas, received ["a"]'],
  [{ definitions: null }, 'requestSchema.definitions must be an object with schemas, received null'],
  [{ oneOf: [null] }, 'requestSchema.oneOf[0] must be a schema'],
  [
    { definitions: { 'a-b': {} } },
    "requestSchema.definitions must have names of letters, digits and _ that differ in more than _, received 'a-b'",
  ],
  [
    { definitions: { line_item: {}, lineitem: {} } },
    "requestSchema.definitions must have names of letters, digits and _ that differ in more than _, received 'lineitem'",
  ],
  [
    { properties: { a: { minItems: 1 } } },
    'requestSchema.properties.a.minItems is lost when API Gateway imports an OpenAPI document',
  ],
  ...['type', 'items'].map((keyword) => [
    { properties: { a: { [keyword]: keyword === 'type' ? ['string', 'null'] : [{}] } } },
    `requestSchema.properties.a.${keyword} is lost when API Gateway imports an OpenAPI document`,
  ]),
  ...['additionalItems', 'dependencies', 'patternProperties'].map((keyword) => [
    { [keyword]: {} },
    `requestSchema.${keyword} is lost when API Gateway imports an OpenAPI document`,
  ]),
] as [object, string][])('the schema %j is refused', (requestSchema, message) => {
  expect(() => apiOf({ requestSchema: { ...requestSchema } })).toThrow(message);
});

test.each([
  [{ items: [{ if: {} }] }, 'requestSchema.items[0].if is not known to draft 4'],
  [{ dependencies: { a: { $id: 'x' } } }, 'requestSchema.dependencies.a.$id is not known to draft 4'],
  [{ dependencies: 1 }, 'requestSchema.dependencies must be an object with schemas, received 1'],
  [{ patternProperties: { '^a': 1 } }, 'requestSchema.patternProperties.^a must be a schema'],
])('the schema %j is refused as a model, too', (requestSchema, message) => {
  const restApi = new apigateway.RestApi(newStack(), 'Own');
  expect(() => apiOf({ requestSchema, restApi })).toThrow(message);
});

test.each([
  [{ type: 'array' }, "requestSchema.type must be object where the idempotencyKey is in the body, received 'array'"],
  [
    { properties: { id: { type: 'integer' } } },
    'requestSchema.properties.id.type must be string, because it is the idempotencyKey',
  ],
])('the schema %j has no room for a key', (requestSchema, message) => {
  expect(() => apiOf({ requestSchema, idempotencyKey: IdempotencyKey.bodyField('id') })).toThrow(message);
});

test('a schema may be nothing but a reference, with a description beside it', async () => {
  const { stack } = apiOf({
    requestSchema: {
      description: 'An order.',
      $ref: '#/definitions/Order',
      definitions: { Order: { type: 'object', required: ['a'] } },
    },
  });
  const send = clientOf(rehearsed(stack));
  expect(await send('POST', '/orders', withKey('o-1', {}))).toMatchObject({ status: 400 });
  expect(await send('POST', '/orders', withKey('o-1', { a: 1 }))).toMatchObject({ status: 202 });
});

test('a key in the body is asked for beside a reference', async () => {
  const { stack } = apiOf({
    idempotencyKey: IdempotencyKey.bodyField('orderId'),
    requestSchema: { $ref: '#/definitions/Order', definitions: { Order: { type: 'object', required: ['a'] } } },
  });
  const send = clientOf(rehearsed(stack));
  const invalid = { status: 400, body: { message: 'The body is not what the schema of this request asks for.' } };
  expect(await send('POST', '/orders', { body: { a: 1 } })).toMatchObject(invalid);
  expect(await send('POST', '/orders', { body: { orderId: 'o-1' } })).toMatchObject(invalid);
  expect(await send('POST', '/orders', { body: { orderId: 'o-1', a: 1 } })).toMatchObject({ status: 202 });
});

test('what an import would lose is checked where the schema is a model', async () => {
  const stack = newStack();
  const restApi = new apigateway.RestApi(stack, 'Own');
  new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    path: 'orders',
    restApi,
    requestSchema: { properties: { items: { minItems: 1 } } },
  });
  const rehearsal = rehearsed(stack);
  expect(await rehearsal.request('POST', '/orders', withKey('o-1', { items: [] }))).toMatchObject({ status: 400 });
  expect(await rehearsal.request('POST', '/orders', withKey('o-1', { items: [1] }))).toMatchObject({ status: 202 });
});
