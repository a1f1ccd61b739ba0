import { App, Stack } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { BatchDelivery, ExecutionName, TopicFilter, TopicTrigger, Workflow } from '../src';

/**
 * A topic that starts a workflow. Publish `{ "orderId": "o-1" }` with the message attribute `kind` = `order`: an execution
 * called `o-1` starts, once however often it is published; with another attribute, or none, nothing does.
 *
 * Accounts: one.
 */
const stack = new Stack(new App(), 'CdkWorkflowsTopicTrigger');

new TopicTrigger(stack, 'Orders', {
  workflow: new Workflow(stack, 'Fulfil', { definition: sfn.Pass.jsonata(stack, 'Ship') }).stateMachine,
  topic: new sns.Topic(stack, 'Topic', { enforceSSL: true }),
  filter: TopicFilter.attributes({ kind: ['order'] }),
  delivery: BatchDelivery.perMessage({ executionName: ExecutionName.bodyField('orderId') }),
});
