import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import {
  EventRoute,
  EventRoutedWorkflow,
  EventSchema,
  type EventSchemaOptions,
  EventSchemas,
  type EventSchemasProps,
  WorkflowBus,
} from '../../src';
import { PLACED, placed, rehearse } from './event-app';

const env = { account: '111122223333', region: 'eu-west-1' };

const ORDER = {
  source: 'com.example.orders',
  detailType: 'Order Placed',
  detail: {
    type: 'object',
    required: ['orderId', 'total'],
    properties: {
      orderId: { type: 'string' },
      total: { type: 'number', minimum: 0, exclusiveMinimum: true },
      currency: { type: 'string', enum: ['EUR', 'USD'] },
      lines: { type: 'array', items: { $ref: '#/definitions/Line' } },
      gift: { oneOf: [{ type: 'string' }, { type: 'null' }] },
    },
    additionalProperties: false,
    definitions: { Line: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } } },
  },
};

function appWith(
  schema: Partial<EventSchemaOptions> = {},
  props: (stack: Stack) => Partial<EventSchemasProps> = () => ({}),
) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env });
  const schemas = new EventSchemas(stack, 'Schemas', {
    schemas: [EventSchema.of({ ...ORDER, ...schema })],
    ...props(stack),
  });
  return { app, stack, schemas };
}

const contentIn = (stack: Stack) => {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::EventSchemas::Schema'));
  return JSON.parse(Properties.Content);
};

test('a schema is of the whole event, in the form of those that EventBridge discovers', () => {
  const { stack, schemas } = appWith({ description: 'An order was placed.' });
  Template.fromStack(stack).hasResourceProperties('AWS::EventSchemas::Schema', {
    RegistryName: { 'Fn::GetAtt': [expectId(stack, 'AWS::EventSchemas::Registry'), 'RegistryName'] },
    SchemaName: 'com.example.orders@OrderPlaced',
    Type: 'JSONSchemaDraft4',
    Description: 'An order was placed.',
  });
  expect(schemas.schemaNames).toEqual(['com.example.orders@OrderPlaced']);
  const { definitions, ...own } = ORDER.detail;
  expect(contentIn(stack)).toEqual({
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'OrderPlacedEvent',
    'x-amazon-events-source': 'com.example.orders',
    'x-amazon-events-detail-type': 'Order Placed',
    type: 'object',
    required: expect.arrayContaining(['source', 'detail-type', 'detail', 'resources', 'time', 'version']),
    properties: {
      account: { type: 'string' },
      id: { type: 'string' },
      region: { type: 'string' },
      version: { type: 'string' },
      'detail-type': { type: 'string', enum: ['Order Placed'] },
      source: { type: 'string', enum: ['com.example.orders'] },
      time: { type: 'string', format: 'date-time' },
      resources: { type: 'array', items: { type: 'string' } },
      detail: { $ref: '#/definitions/OrderPlaced' },
    },
    definitions: { ...definitions, OrderPlaced: own },
  });
});

function expectId(stack: Stack, type: string): string {
  return Object.keys(Template.fromStack(stack).findResources(type))[0];
}

test.each([
  ['com.example.orders', 'Order Placed', 'com.example.orders@OrderPlaced'],
  ['aws.ec2', 'EC2 Instance State-change Notification', 'aws.ec2@EC2InstanceStateChangeNotification'],
  ['shop/eu orders', 'order.placed', 'shop-eu-orders@OrderPlaced'],
])('a schema has the name that a discoverer would give it: %s, %s', (source, detailType, name) => {
  expect(EventSchema.of({ ...ORDER, source, detailType }).schemaName).toBe(name);
  expect(EventSchema.of({ ...ORDER, source, detailType, schemaName: 'mine' }).schemaName).toBe('mine');
});

test('a value that only the deployment knows may stand in a schema', () => {
  const { app, stack } = (() => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env });
    const parameter = new CfnParameter(stack, 'Shop', { default: 'berlin' });
    const detail = { type: 'object', properties: { shop: { type: 'string', enum: [parameter.valueAsString] } } };
    const schema = EventSchema.of({ ...ORDER, detail, examples: [{ shop: 'berlin' }] });
    new EventSchemas(stack, 'Schemas', { schemas: [schema] });
    return { app, stack };
  })();
  expect(() => app.synth()).not.toThrow();
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::EventSchemas::Schema'));
  expect(JSON.stringify(Properties.Content)).toContain('{"Ref":"Shop"}');
});

test('a schema may have any name, also that of what stands beside it', () => {
  for (const schemaName of ['Registry', 'Discoverer']) {
    const { stack } = appWith({ schemaName }, (scope) => ({ discover: new events.EventBus(scope, 'Bus') }));
    Template.fromStack(stack).hasResourceProperties('AWS::EventSchemas::Schema', { SchemaName: schemaName });
  }
});

test('a bus can be watched for what its events are like', () => {
  const { stack } = appWith({}, (scope) => ({ discover: new events.EventBus(scope, 'Bus') }));
  Template.fromStack(stack).hasResourceProperties('AWS::EventSchemas::Discoverer', {
    SourceArn: { 'Fn::GetAtt': [expectId(stack, 'AWS::Events::EventBus'), 'Arn'] },
  });
  Template.fromStack(appWith().stack).resourceCountIs('AWS::EventSchemas::Discoverer', 0);
});

describe('refused at synthesis', () => {
  const detail = (properties: object, more: object = {}) => ({ detail: { type: 'object', properties, ...more } });

  test.each<[string, Partial<EventSchemaOptions>, RegExp]>([
    [
      'no object',
      { detail: { type: 'string' } },
      /schemas\[0\]\.detail\.type must be object, for a detail is one, received "string" \[at Shop\/Schemas\]/,
    ],
    ['no type', { detail: {} }, /schemas\[0\]\.detail\.type must be object, for a detail is one, received undefined/],
    [
      'a keyword of another draft',
      detail({ total: { const: 5 } }),
      /schemas\[0\]\.detail\.properties\.total\.const is not known to draft 4, which the schema registry checks by: write enum/,
    ],
    [
      'a keyword that there is not',
      detail({ total: { tyep: 'number' } }),
      /properties\.total\.tyep is not a keyword of draft 4/,
    ],
    [
      'a type that there is not',
      detail({ total: { type: 'float' } }),
      /properties\.total\.type must be one of array, boolean/,
    ],
    [
      'another draft',
      { detail: { ...ORDER.detail, $schema: 'http://json-schema.org/draft-07/schema#' } },
      /detail\.\$schema must be .*draft-04\/schema#, the only draft that the schema registry knows, received '.*draft-07/,
    ],
    [
      'a reference to nothing',
      detail({ line: { $ref: '#/definitions/Line' } }),
      /properties\.line\.\$ref must name one of the definitions/,
    ],
    [
      'a definition with the name of the detail',
      { detail: { ...ORDER.detail, definitions: { ...ORDER.detail.definitions, OrderPlaced: {} } } },
      /detail\.definitions must not have 'OrderPlaced', the name of the detail itself/,
    ],
    [
      'an example that does not fit',
      {
        examples: [
          { orderId: 'o-1', total: 1 },
          { orderId: 'o-1', total: '1' },
        ],
      },
      /schemas\[0\]\.examples\[1\] must fit the schema, but \$\.total must be number, received "1"/,
    ],
    [
      'a counterexample that fits',
      {
        counterExamples: [
          { orderId: 'o-1', total: 0 },
          { orderId: 'o-1', total: 1 },
        ],
      },
      /schemas\[0\]\.counterExamples\[1\] must not fit the schema, but does: \{"orderId":"o-1","total":1\}/,
    ],
    ['an empty source', { source: '' }, /schemas\[0\]\.source must have a letter or a digit, received ''/],
    ['an empty type', { detailType: ' - ' }, /schemas\[0\]\.detailType must have a letter or a digit, received ' - '/],
    [
      'a name with a space',
      { schemaName: 'a b' },
      /schemas\[0\]\.schemaName must have 1 to 385 letters, .*, received 'a b'/,
    ],
    [
      'a long description',
      { description: 'x'.repeat(257) },
      /schemas\[0\]\.description must have at most 256 characters, received 257/,
    ],
    [
      'a long schema',
      detail({ a: { type: 'string', description: 'x'.repeat(100_000) } }),
      /schema 'com.example.orders@OrderPlaced' must have at most 100000 characters/,
    ],
  ])('%s', (_, schema, message) => {
    expect(() => appWith(schema)).toThrow(message);
  });

  test('a source that only the deployment knows', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const { valueAsString: source } = new CfnParameter(stack, 'Source');
    expect(() => new EventSchemas(stack, 'Schemas', { schemas: [EventSchema.of({ ...ORDER, source })] })).toThrow(
      /schemas\[0\]\.source must be known at synthesis, received a token/,
    );
  });

  test('two schemas of one name, and none at all', () => {
    const other = EventSchema.of({ ...ORDER, detailType: 'order placed' });
    expect(() => appWith({}, () => ({ schemas: [EventSchema.of(ORDER), other] }))).toThrow(
      /schemas\[1\] must have another name than schemas\[0\], received 'com.example.orders@OrderPlaced' for both/,
    );
    expect(() => appWith({}, () => ({ schemas: [] }))).toThrow(/schemas must not be empty/);
    for (const registryName of ['aws.mine', '', 'a b', 'x'.repeat(65)]) {
      expect(() => appWith({}, () => ({ registryName }))).toThrow(
        /registryName must have 1 to 64 letters, .* and not begin with aws\., received '/,
      );
    }
  });

  test('a bus of another account', () => {
    const arn = 'arn:aws:events:eu-west-1:444455556666:event-bus/theirs';
    expect(() => appWith({}, (stack) => ({ discover: events.EventBus.fromEventBusArn(stack, 'Theirs', arn) }))).toThrow(
      /discover must be a bus of this account and Region, received one in 444455556666\/eu-west-1/,
    );
  });

  test('a bus with a key of its own', () => {
    expect(() =>
      appWith({}, (stack) => ({ discover: new events.EventBus(stack, 'Bus', { kmsKey: new kms.Key(stack, 'Key') }) })),
    ).toThrow(/discover must be a bus without a key of your own, received 'Shop\/Bus'/);
  });

  test('a description that the registry does not take', () => {
    expect(() => appWith({}, () => ({ description: 'x'.repeat(257) }))).toThrow(
      /description must have at most 256 characters, received 257/,
    );
  });

  describe('a bus that has a discoverer already', () => {
    test('that of the bus itself', () => {
      const { app } = appWith({}, (stack) => ({
        discover: new WorkflowBus(stack, 'Bus', { schemaDiscovery: true }).bus,
      }));
      expect(() => app.synth()).toThrow(/discover must not be of a bus .*, or schemaDiscovery of Shop\/Bus$/m);
      expect(() => app.synth()).toThrow(/schemaDiscovery must not be of a bus .*, or discover of Shop\/Schemas$/m);
    });

    test('that of another stack, by the name of the bus', () => {
      const { app } = appWith({}, (stack) => ({ discover: events.EventBus.fromEventBusName(stack, 'Bus', 'orders') }));
      const other = new Stack(app, 'Other', { env });
      new WorkflowBus(other, 'Bus', { busName: 'orders', schemaDiscovery: true });
      expect(() => app.synth()).toThrow(/leave it out here, or schemaDiscovery of Other\/Bus$/m);
    });

    test('but not one of the same name elsewhere, or perhaps elsewhere', () => {
      const app = new App();
      for (const [id, props] of Object.entries({
        A: {},
        B: {},
        C: { env },
        D: { env: { ...env, region: 'us-east-1' } },
      })) {
        const stack = new Stack(app, id, props);
        const discover = events.EventBus.fromEventBusName(stack, 'Bus', 'default');
        new EventSchemas(stack, 'Schemas', { schemas: [EventSchema.of(ORDER)], discover });
      }
      expect(() => app.synth()).not.toThrow();
    });
  });
});

describe('a rehearsal', () => {
  test.each<[string, unknown, string]>([
    ['a wrong type', { orderId: 1, total: 5 }, '$.detail.orderId must be string, received 1'],
    ['a missing member', { orderId: 'o-1' }, '$.detail.total is missing'],
    ['a member too many', { orderId: 'o-1', total: 5, x: 1 }, '$.detail.x is not in the schema, which allows no more'],
    ['a value out of bounds', { orderId: 'o-1', total: 0 }, '$.detail.total breaks minimum, received 0: '],
    [
      'a value that is not listed',
      { orderId: 'o-1', total: 1, currency: 'DM' },
      '$.detail.currency must be one of ["EUR","USD"], received "DM"',
    ],
    ['a member of a list', { orderId: 'o-1', total: 1, lines: [{ sku: 'a' }, {}] }, '$.detail.lines[1].sku is missing'],
    ['none of the alternatives', { orderId: 'o-1', total: 1, gift: 5 }, '$.detail.gift breaks oneOf, received 5: '],
  ])('refuses an event with %s', async (_, detail, problem) => {
    const rehearsal = rehearse(appWith().app);
    await expect(rehearsal.putEvents([placed(detail)])).rejects.toThrow(
      `the event 'Order Placed' of 'com.example.orders' breaks the schema com.example.orders@OrderPlaced: ${problem}`,
    );
  });

  test('takes an event that fits, and those of which there is no schema', async () => {
    const rehearsal = rehearse(appWith().app);
    await rehearsal.putEvents([
      placed({ orderId: 'o-1', total: 5, lines: [{ sku: 'a' }], gift: null }),
      { ...placed({}), detailType: 'Order Lost' },
      { ...placed({}), source: 'com.example.returns' },
    ]);
    expect(rehearsal.events()).toHaveLength(3);
  });

  test('refuses what a workflow puts, though it catches every error', async () => {
    const { app, stack } = appWith();
    const put = tasks.EventBridgePutEvents.jsonata(stack, 'Put', {
      entries: [
        {
          source: ORDER.source,
          detailType: ORDER.detailType,
          detail: sfn.TaskInput.fromObject({ orderId: '{% $states.input.id %}', total: 1 }),
        },
      ],
    });
    put.addCatch(new sfn.Pass(stack, 'Never mind'));
    const machine = new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(put) });
    const rehearsal = rehearse(app);
    await (await rehearsal.start(machine, { id: 'o-1' })).finish();
    await expect(rehearsal.start(machine, { id: 1 })).rejects.toThrow(
      /breaks the schema .*: \$\.detail\.orderId must be string/,
    );
  });

  test('lets a replay bring back what was put before the schema was', async () => {
    const { app, stack } = appWith();
    const routed = new EventRoutedWorkflow(stack, 'Orders', {
      definition: new sfn.Pass(stack, 'Work'),
      routes: [EventRoute.of({ ...PLACED, acceptReplays: true })],
    });
    const rehearsal = rehearse(app);
    const { app: rehearsed } = rehearsal as unknown as {
      app: { services: { buses: { replay(...args: unknown[]): void } } };
    };
    const bus = `arn:aws:events:${env.region}:${env.account}:event-bus/default`;
    const event = {
      version: '0',
      id: 'e',
      'detail-type': 'Order Placed',
      source: ORDER.source,
      detail: {},
      'replay-name': 'r',
    };
    rehearsed.services.buses.replay(bus, event, { arn: 'arn:replay', startedBy: 'arn:execution', rules: [] });
    await rehearsal.advance(0);
    expect(rehearsal.executions(routed.stateMachine)).toHaveLength(1);
  });
});

test('registry and schema are what the snapshot shows', () => {
  const { stack } = appWith({ description: 'An order was placed.' }, (scope) => ({
    registryName: 'shop',
    description: 'What the shop tells',
    discover: new events.EventBus(scope, 'Bus'),
  }));
  const { Resources } = Template.fromStack(stack).toJSON();
  expect(Resources).toMatchSnapshot();
});
