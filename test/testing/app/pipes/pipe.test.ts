import { Duration, SecretValue, type Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Workflow } from '../../../../src';
import { testFunction } from '../../../functions';
import { PipeApp, type PipeAppOptions } from './pipe-app';

const filtered = (...patterns: object[]): PipeAppOptions => ({
  pipe: () => ({
    sourceParameters: {
      filterCriteria: { filters: patterns.map((pattern) => ({ pattern: JSON.stringify(pattern) })) },
    },
  }),
});

async function passing(patterns: object[], bodies: unknown[]) {
  const app = new PipeApp(filtered(...patterns));
  const rehearsal = app.rehearse();
  for (const body of bodies) await rehearsal.sendMessage(app.queue, body, { attributes: { kind: String(body) } });
  await rehearsal.advance(Duration.hours(1));
  expect(rehearsal.deadLetters()).toEqual([]);
  return app.batches(rehearsal).flat();
}

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html#pipes-filter-sqs
describe('filters', () => {
  test('let through what matches one of them; the rest is deleted', async () => {
    const paid = { body: { status: ['PAID'] } };
    const large = { body: { total: [{ numeric: ['>', 100] }] } };
    const bodies = [
      { status: 'PAID', total: 1 },
      { status: 'NEW', total: 101 },
      { status: 'NEW', total: 100 },
    ];
    expect(await passing([paid, large], bodies)).toEqual(bodies.slice(0, 2).map((body) => JSON.stringify(body)));
  });

  test('for JSON never match a text, and those for a text never match JSON', async () => {
    expect(await passing([{ body: { status: ['PAID'] } }], ['PAID', '{"status":"PAID"}'])).toEqual([
      '{"status":"PAID"}',
    ]);
    expect(await passing([{ body: ['PAID'] }], ['PAID', '{"status":"PAID"}'])).toEqual(['PAID']);
  });

  test('may ask for what is beside the body', async () => {
    const pattern = { messageAttributes: { kind: { stringValue: [{ prefix: 'a' }] } } };
    expect(await passing([pattern], ['ab', 'b'])).toEqual(['ab']);
  });

  test('leave a batch without messages, which starts nothing', async () => {
    const app = new PipeApp(filtered({ body: ['x'] }));
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.queue, 'y');
    expect(rehearsal.pipeExecutions()).toEqual([]);
  });
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
describe('an input template', () => {
  async function filled(inputTemplate: string, body: unknown) {
    const app = new PipeApp({
      pipe: () => ({
        targetParameters: {
          inputTemplate,
          stepFunctionStateMachineParameters: { invocationType: 'FIRE_AND_FORGET' },
        },
      }),
    });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.queue, body);
    const [failure] = rehearsal.pipeExecutions().filter(({ status }) => status === 'FAILED');
    return failure ?? rehearsal.executions()[0].input;
  }

  test.each([
    ['a text', '"Hello, sender"', 'x', 'Hello, sender'],
    ['a path to a text', '<$.body>', 'x', 'x'],
    ['a path in a text', '"from <$.attributes.SenderId>"', 'x', 'from the test'],
    [
      'paths into the body',
      '{"id": <$.body.order.id>, "second": <$.body.lines[1]>}',
      { order: { id: 7 }, lines: [1, 2] },
      { id: 7, second: 2 },
    ],
    ['a path to an object', '{"data": <$.body>}', { a: ['b'] }, { data: { a: ['b'] } }],
    [
      'quotes in the data',
      '{"text": <$.body>, "within": "<<$.body>>"}',
      'say "hi" \\',
      { text: 'say "hi" \\', within: '<say "hi" \\>' },
    ],
    ['an object in a text', '"got <$.body>"', { a: 1 }, 'got {"a":1}'],
    ['nothing there', '{"a": <$.body.a>, "b": "<$.body.b>"}', {}, { a: '', b: '' }],
    [
      'variables',
      '{"pipe": <aws.pipes.pipe-arn>, "name": "<aws.pipes.pipe-name>", "at": <aws.pipes.event.ingestion-time>}',
      'x',
      { pipe: 'arn:aws:pipes:us-east-1:111122223333:pipe/Pipe', name: 'Pipe', at: '2026-03-01T08:00:00.000Z' },
    ],
    [
      'the ends',
      '[<aws.pipes.source-arn>, <aws.pipes.target-arn>, <aws.pipes.enrichment-arn>]',
      'x',
      [expect.stringMatching(/:sqs:/), expect.stringMatching(/:stateMachine:/), ''],
    ],
  ])('with %s', async (_what, template, body, expected) => {
    expect(await filled(template, body)).toEqual([expected]);
  });

  test('has the event as it came, and with the body decoded', async () => {
    const input = await filled('{"raw": <aws.pipes.event>, "json": <aws.pipes.event.json>}', { a: 1 });
    expect(input).toMatchObject([{ raw: { body: '{"a":1}' }, json: { body: { a: 1 } } }]);
  });

  test('that gives no JSON is a delivery that fails', async () => {
    expect(await filled('{"a": b}', 'x')).toMatchObject({ stage: 'TARGET', error: 'InvalidInput' });
  });

  test('with a variable that nobody here knows is refused', async () => {
    await expect(filled('{"a": <$.body.*>}', 'x')).rejects.toThrow(
      "the pipe 'Orders/Pipe' has the input template variable <$.body.*>, which a rehearsal does not do",
    );
  });
});

describe('an enrichment', () => {
  const withFunction: PipeAppOptions = {
    pipe: (stack) => ({ enrichment: testFunction(stack, 'Look up').functionArn }),
  };
  const lookUp = (app: PipeApp) => app.stack.node.findChild('Look up') as unknown as { functionArn: string };

  test('gets the batch and answers with what goes on', async () => {
    const app = new PipeApp(withFunction);
    const rehearsal = app.rehearse();
    const seen: unknown[] = [];
    rehearsal.mock(lookUp(app), (batch: { body: string }[]) => {
      seen.push(...batch.map(({ body }) => body));
      return batch.map(({ body }) => ({ body: `${body}!` }));
    });
    await rehearsal.sendMessage(app.queue, 'a');
    expect(seen).toEqual(['a']);
    expect(rehearsal.executions().map(({ input }) => input)).toEqual([[{ body: 'a!' }]]);
  });

  test.each([[[]], [{}], [''], [null]])('that answers %j starts nothing, and the messages are done', async (answer) => {
    const app = new PipeApp(withFunction);
    const rehearsal = app.rehearse().mock(lookUp(app), () => answer);
    await rehearsal.sendMessage(app.queue, 'a');
    await rehearsal.advance(Duration.hours(1));
    expect(rehearsal.executions()).toEqual([]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('that fails lets the batch come again', async () => {
    const app = new PipeApp(withFunction);
    const rehearsal = app.rehearse().fail(lookUp(app), { error: 'NoSuchOrder', cause: 'gone' });
    await rehearsal.sendMessage(app.queue, 'a');
    expect(rehearsal.pipeExecutions()).toMatchObject([
      { status: 'FAILED', stage: 'ENRICHMENT', error: 'NoSuchOrder', cause: 'gone' },
    ]);
    rehearsal.restore(lookUp(app)).mock(lookUp(app), (batch: unknown) => batch);
    await rehearsal.advance(Duration.seconds(30));
    expect(app.batches(rehearsal)).toEqual([['a']]);
  });

  test('without a double is an error that says whom to stand in for', async () => {
    const app = new PipeApp(withFunction);
    await expect(app.rehearse().sendMessage(app.queue, 'a')).rejects.toThrow(
      /^the pipe 'Orders\/Pipe' calls arn:aws:lambda:.*, which nothing stands in for/,
    );
  });

  test('may be an Express workflow, whose failure is one of the batch', async () => {
    const express = (definition: (stack: Stack) => sfn.IChainable): PipeAppOptions => ({
      pipe: (stack) => ({
        enrichment: new Workflow(stack, 'Enrich', {
          stateMachineType: sfn.StateMachineType.EXPRESS,
          definition: definition(stack),
        }).stateMachine.stateMachineArn,
      }),
    });
    const good = new PipeApp(
      express((stack) => sfn.Pass.jsonata(stack, 'Price', { outputs: '{% [$states.input.{ "body": body & "?" }] %}' })),
    );
    const rehearsal = good.rehearse();
    await rehearsal.sendMessage(good.queue, 'a');
    expect(good.batches(rehearsal)).toEqual([['a?']]);

    const bad = new PipeApp(express((stack) => sfn.Fail.jsonata(stack, 'Price', { error: 'NoPrice', cause: 'none' })));
    const failed = bad.rehearse();
    await failed.sendMessage(bad.queue, 'a');
    expect(failed.pipeExecutions()).toMatchObject([{ stage: 'ENRICHMENT', error: 'NoPrice', cause: 'none' }]);
  });

  test('may be an API, which a double stands in for', async () => {
    const app = new PipeApp({
      pipe: (stack) => {
        const connection = new events.Connection(stack, 'Connection', {
          authorization: events.Authorization.apiKey('x-api-key', SecretValue.unsafePlainText('secret')),
        });
        const destination = new events.ApiDestination(stack, 'Prices', {
          connection,
          endpoint: 'https://example.com/prices',
        });
        return {
          enrichment: destination.apiDestinationArn,
          sourceParameters: { sqsQueueParameters: { batchSize: 1 } },
        };
      },
    });
    const destination = app.stack.node.findChild('Prices') as events.ApiDestination;
    const rehearsal = app.rehearse();
    rehearsal.mock(destination, ({ body }: { body: string }) => ({
      body,
      price: 3,
    }));
    await rehearsal.sendMessage(app.queue, 'a');
    expect(rehearsal.executions().map(({ input }) => input)).toEqual([[{ body: 'a', price: 3 }]]);
  });

  test('that takes more than five minutes is too late', async () => {
    const app = new PipeApp(withFunction);
    const rehearsal = app.rehearse();
    rehearsal.mock(lookUp(app), async (batch: unknown, { sleep }) => {
      await sleep(Duration.minutes(6));
      return batch;
    });
    await rehearsal.sendMessage(app.queue, 'a');
    await rehearsal.advance(Duration.minutes(5));
    expect(rehearsal.pipeExecutions()[0]).toMatchObject({
      status: 'FAILED',
      stage: 'ENRICHMENT',
      error: 'ExecutionTimeout',
    });
  });
});

describe('what a rehearsal does not do', () => {
  test.each([
    ['the target', { target: 'arn:aws:logs:us-east-1:111122223333:log-group:x' }],
    ['the enrichment', { enrichment: 'arn:aws:execute-api:us-east-1:111122223333:x/prod/GET/y' }],
  ])('%s is refused when a message comes', async (what, pipe) => {
    const app = new PipeApp({ pipe: () => pipe });
    const rehearsal = app.rehearse();
    await expect(rehearsal.sendMessage(app.queue, 'a')).rejects.toThrow(`the pipe 'Orders/Pipe' has ${what} arn:aws:`);
  });

  test('a machine of another app is not started in silence', async () => {
    const target = 'arn:aws:states:us-east-1:111122223333:stateMachine:Other';
    const app = new PipeApp({ pipe: () => ({ target }) });
    await expect(app.rehearse().sendMessage(app.queue, 'a')).rejects.toThrow(
      `the pipe 'Orders/Pipe' starts executions of ${target}, which is not part of the app`,
    );
  });

  test('a source is refused at once, unless nothing can ever be put there', () => {
    const source = 'arn:aws:firehose:us-east-1:111122223333:deliverystream/x';
    expect(() => new PipeApp({ pipe: () => ({ source }) }).rehearse()).toThrow(
      `the pipe 'Orders/Pipe' has the source ${source}, which a rehearsal does not do`,
    );
    const broker = 'arn:aws:mq:us-east-1:111122223333:broker:x:b-1';
    expect(new PipeApp({ pipe: () => ({ source: broker }) }).rehearse().executions()).toEqual([]);
  });

  test('a Standard workflow cannot be waited for', async () => {
    const app = new PipeApp({
      pipe: () => ({
        targetParameters: { stepFunctionStateMachineParameters: { invocationType: 'REQUEST_RESPONSE' } },
      }),
    });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.queue, 'a');
    expect(rehearsal.executions()).toEqual([]);
    expect(rehearsal.pipeExecutions()).toMatchObject([{ error: 'StateMachineTypeNotSupported' }]);
  });
});
