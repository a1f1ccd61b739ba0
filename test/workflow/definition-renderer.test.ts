import { App, Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Workflow, WorkflowChecks } from '../../src';

let app: App;
let stack: Stack;
let first: sfn.Pass;
let workflow: Workflow;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack');
  first = new sfn.Pass(stack, 'First');
  workflow = new Workflow(stack, 'Workflow', { definition: first });
});

function synthesized(): { DefinitionString: string; DefinitionSubstitutions?: object } {
  const { Resources } = app.synth({ force: true }).getStackByName('Stack').template;
  return Resources[stack.getLogicalId(workflow.stateMachine.node.defaultChild as sfn.CfnStateMachine)].Properties;
}

test('a definition is rendered once for a synthesis', () => {
  const rendered = jest.spyOn(sfn.StateGraph.prototype, 'toGraphJson');
  synthesized();
  expect(rendered).toHaveBeenCalledTimes(1);
});

test('what has changed since the last synthesis is in the next one, text and substitutions', () => {
  expect(synthesized().DefinitionSubstitutions).toBeUndefined();
  const queue = new sqs.Queue(stack, 'Queue');
  first.next(
    new tasks.SqsSendMessage(stack, 'Send', {
      queue,
      messageBody: sfn.TaskInput.fromText('hello'),
      taskTimeout: sfn.Timeout.at('$.limit'),
    }),
  );
  const { DefinitionString, DefinitionSubstitutions } = synthesized();
  expect(JSON.parse(DefinitionString).States.Send.Parameters.QueueUrl).toBe('${QueueRef}');
  expect(DefinitionSubstitutions).toEqual({
    AWSPartition: { Ref: 'AWS::Partition' },
    QueueRef: { Ref: stack.getLogicalId(queue.node.defaultChild as sqs.CfnQueue) },
  });
});

test('the checks see the definition as it stands, before and after a synthesis', () => {
  const states = () =>
    WorkflowChecks.of(stack)
      .findings()
      .map(({ state }) => state);
  expect(states()).toEqual([]);
  const long = (id: string) => new sfn.Pass(stack, id.repeat(81));
  const second = first.next(long('b'));
  expect(states()).toEqual(['b'.repeat(81)]);
  expect(() => app.synth()).toThrow('name must have 1 to 80 characters');
  second.next(long('c'));
  expect(states()).toEqual(['b'.repeat(81), 'c'.repeat(81)]);
});
