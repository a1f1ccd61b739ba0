import { createHash } from 'node:crypto';
import { jsonataMachine } from '../machines';

const queueUrl = 'https://sqs.us-east-1.amazonaws.com/111122223333/orders';
const queueArn = 'arn:aws:sqs:us-east-1:111122223333:orders';

const send = (args: object) =>
  jsonataMachine({
    T: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Arguments: { QueueUrl: queueUrl, ...args } },
  });

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html
test('a message is an object or a text; the result names it and its hash', async () => {
  const rehearsal = send({ MessageBody: '{% $states.input %}' });
  const run = await rehearsal.run({ id: 'o-1' });
  await rehearsal.run('plain text');
  expect(rehearsal.messages(queueUrl)).toEqual([{ id: 'o-1' }, 'plain text']);
  expect(run.output).toMatchObject({
    MD5OfMessageBody: createHash('md5').update('{"id":"o-1"}').digest('hex'),
    MessageId: expect.stringMatching(/^[\da-f-]{36}$/),
  });
  expect(run.calls[0].target).toBe(queueUrl);
});

test('a queue is known by URL, ARN or construct; an execution knows its own messages', async () => {
  const rehearsal = send({ MessageBody: '{% $states.input %}' });
  const [first, second] = [await rehearsal.run(1), await rehearsal.run(2)];
  expect(rehearsal.messages(queueArn)).toEqual([1, 2]);
  expect(rehearsal.messages({ queueArn })).toEqual([1, 2]);
  expect([first.messages(queueArn), second.messages(queueUrl)]).toEqual([[1], [2]]);
  expect(rehearsal.messages(queueArn.replace('orders', 'other'))).toEqual([]);
  expect(() => rehearsal.messages('orders')).toThrow("'orders' is neither a queue's ARN nor its URL");
});

test('a double of the state takes the place of the queue', async () => {
  const rehearsal = send({ MessageBody: 'x' }).fail('T', { error: 'SQS.AmazonSQSException', cause: 'gone' });
  expect(await rehearsal.run({})).toMatchObject({ error: 'SQS.AmazonSQSException', cause: 'gone' });
  expect(rehearsal.messages(queueUrl)).toEqual([]);
});

test('a message that is sent although nobody hears of it', async () => {
  const rehearsal = jsonataMachine({
    T: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Arguments: { QueueUrl: queueUrl, MessageBody: 'x' },
      TimeoutSeconds: 1,
    },
  }).hang('T', { commitsAfter: 5000 });
  expect((await rehearsal.run({})).error).toBe('States.Timeout');
  expect(rehearsal.messages(queueUrl)).toEqual(['x']);
});

test.each([
  [{ MessageBody: 'x', Body: 'x' }, "The field 'Body' is not supported by Step Functions"],
  [{}, "The field 'MessageBody' is required but was missing"],
])('%j ends the execution', async (args, message) => {
  const run = await send(args).run({});
  expect(run).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(run.cause).toContain(message);
});
