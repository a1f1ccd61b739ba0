import { App, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { type EventFate, Rehearsal } from '../../../../src/testing';

/** Two queues take every order. */
function shop() {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const queues = ['First', 'Second'].map((id) => {
    const queue = new sqs.Queue(stack, id);
    new events.Rule(stack, `${id}Rule`, {
      eventPattern: { source: ['shop'] },
      targets: [new targets.SqsQueue(queue, { message: events.RuleTargetInput.fromEventPath('$.detail.n') })],
    });
    return queue;
  });
  const rehearsal = Rehearsal.ofApp(app);
  const arrived = () => queues.map((queue) => rehearsal.messages(queue));
  const put = (...numbers: number[]) =>
    rehearsal.putEvents(numbers.map((n) => ({ source: 'shop', detailType: 'Order Placed', detail: { n } })));
  return { rehearsal, queues, arrived, put };
}

const numberIn = (event: Parameters<EventFate>[0]) => (event.detail as { n: number }).n;

test('an event is lost, comes twice, or late, and those behind it overtake it', async () => {
  const { rehearsal, arrived, put } = shop();
  const fates: Record<number, ReturnType<EventFate>> = { 1: [], 2: [0, 60_000], 3: [Duration.minutes(5)] };
  rehearsal.disturbEvents((event) => fates[numberIn(event)]);
  await put(1, 2, 3, 4);
  expect(arrived()).toEqual([
    [2, 4],
    [2, 4],
  ]);
  await rehearsal.advance(60_000);
  expect(arrived()).toEqual([
    [2, 4, 2],
    [2, 4, 2],
  ]);
  await rehearsal.advance(Duration.minutes(4));
  expect(arrived()).toEqual([
    [2, 4, 2, 3],
    [2, 4, 2, 3],
  ]);
  expect(rehearsal.droppedEvents()).toEqual([]);
});

test('the fate knows the rule and the target, and ends when it is taken back', async () => {
  const { rehearsal, arrived, put } = shop();
  const asked: string[] = [];
  rehearsal.disturbEvents((_, { rule, target }) => {
    asked.push(`${/First|Second/.exec(rule)} ${/First|Second/.exec(target)}`);
    return target.includes('First') ? [] : undefined;
  });
  await put(1);
  expect(arrived()).toEqual([[], [1]]);
  expect(asked).toEqual(['First First', 'Second Second']);
  rehearsal.disturbEvents();
  await put(2);
  expect(arrived()).toEqual([[2], [1, 2]]);
});

test('a time that is none is refused', async () => {
  const { rehearsal, put } = shop();
  rehearsal.disturbEvents(() => [-1]);
  await expect(put(1).then(() => rehearsal.advance(1))).rejects.toThrow('a duration is a number of milliseconds');
});
