import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  PipeFilter,
  StartingPosition,
  StreamSource,
  StreamTrigger,
  TopicFilter,
  TopicTrigger,
  Workflow,
} from '../../src';

const startingPosition = StartingPosition.latest();

/** Something that starts a workflow, made with or without a filter, and the ways to give the workflow rights on it. */
interface Source {
  readonly trigger: (workflow: sfn.IStateMachine, filtered: boolean) => void;
  readonly write: (workflow: sfn.StateMachine) => void;
  readonly read: (workflow: sfn.StateMachine) => void;
}

const sources: Record<string, (stack: Stack) => Source> = {
  'a topic': (stack) => {
    const topic = new sns.Topic(stack, 'Topic');
    const filter = TopicFilter.attributes({ kind: ['order'] });
    return {
      trigger: (workflow, filtered) => {
        new TopicTrigger(stack, 'Trigger', { workflow, topic, filter: filtered ? filter : undefined });
      },
      write: (workflow) => topic.grantPublish(workflow),
      read: (workflow) => topic.grantSubscribe(workflow),
    };
  },
  'a stream': (stack) => {
    const stream = new kinesis.Stream(stack, 'Stream');
    return {
      trigger: (workflow, filtered) => {
        const filters = filtered ? [PipeFilter.data({ kind: ['order'] })] : undefined;
        const source = StreamSource.kinesis(stream, { startingPosition });
        new StreamTrigger(stack, 'Trigger', { workflow, source, filters });
      },
      write: (workflow) => stream.grantWrite(workflow),
      read: (workflow) => stream.grantRead(workflow),
    };
  },
  'a table': (stack) => {
    const table = new dynamodb.Table(stack, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      stream: dynamodb.StreamViewType.NEW_IMAGE,
    });
    return {
      trigger: (workflow, filtered) => {
        const filters = filtered ? [PipeFilter.record({ eventName: ['INSERT'] })] : undefined;
        const source = StreamSource.dynamoDb(table, { startingPosition });
        new StreamTrigger(stack, 'Trigger', { workflow, source, filters });
      },
      write: (workflow) => table.grantWriteData(workflow),
      read: (workflow) => table.grantReadData(workflow),
    };
  },
};

function warned(source: keyof typeof sources, right: 'read' | 'write', filtered = false): boolean {
  const app = new App();
  const stack = new Stack(app, 'Orders');
  const { stateMachine } = new Workflow(stack, 'Workflow', { definition: sfn.Pass.jsonata(stack, 'Work') });
  const made = sources[source](stack);
  made.trigger(stateMachine, filtered);
  made[right](stateMachine);
  app.synth();
  const warning = Match.stringLikeRegexp('it would start itself without end');
  return Annotations.fromStack(stack).findWarning('/Orders/Trigger', warning).length > 0;
}

test.each(Object.keys(sources))('a workflow that may write into %s that starts it is warned of', (source) => {
  expect(warned(source, 'write')).toBe(true);
  expect(warned(source, 'read')).toBe(false);
  // Whether its own records pass nobody knows.
  expect(warned(source, 'write', true)).toBe(false);
});
