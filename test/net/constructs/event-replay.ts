import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { EventReplay, type EventReplayProps } from '../../../src';
import { LOG_DELIVERY, REPLAYS } from '../acknowledged';
import type { Subject } from '../subject';

function replay(
  name: string,
  archive: (neighbours: Construct) => events.Archive,
  props: Partial<EventReplayProps> = {},
): Subject {
  return {
    name,
    build: (scope, neighbours) => {
      const archived = archive(neighbours);
      const eventBus = neighbours.node.tryFindChild('Bus') as events.EventBus | undefined;
      const rules = ['One', 'Two'].map(
        (id) =>
          new events.Rule(neighbours, id, {
            eventBus,
            eventPattern: { source: ['com.example.orders'] },
            targets: [{ bind: () => ({ arn: new sqs.Queue(neighbours, `${id}Queue`).queueArn }) }],
          }),
      );
      return new EventReplay(scope, 'Replay', { archive: archived, rules, ...props });
    },
    acknowledged: [LOG_DELIVERY, REPLAYS],
  };
}

const eventPattern = { source: ['com.example.orders'] };

export const subjects: Subject[] = [
  replay('Replay', (neighbours) =>
    new events.EventBus(neighbours, 'Bus').archive('Archive', { eventPattern, retention: Duration.days(30) }),
  ),
  replay(
    'Replay on the default bus',
    (neighbours) =>
      new events.Archive(neighbours, 'Archive', {
        sourceEventBus: events.EventBus.fromEventBusName(neighbours, 'Default', 'default'),
        eventPattern,
      }),
    { timeout: Duration.hours(2), pollInterval: Duration.seconds(20), archiveDelay: Duration.seconds(0) },
  ),
];
