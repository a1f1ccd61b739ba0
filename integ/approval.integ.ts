import { App, Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  ApprovalChannel,
  ApprovalGate,
  ApprovalWorkflow,
  Approver,
  SagaOrchestrator,
  SagaStep,
  Workflow,
} from '../src';

/**
 * Approvals that can be deployed and tried. A function writes the messages, links included, into its own log, so that
 * nobody has to have an address: take a link from there, open it, and decide. `Release` needs two of three, reminds
 * after a minute, asks one more after two and gives up after ten; `Orders` asks again with a new link when it is
 * rejected; `Trip` undoes what it has reserved.
 *
 * Accounts: one.
 */
const stack = new Stack(new App(), 'CdkWorkflowsApproval');

const HANDLER = 'exports.handler = async (event) => console.log(JSON.stringify(event));';
const fn = (id: string) =>
  new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(HANDLER),
    timeout: Duration.seconds(10),
  });

// A log that somebody reads who may see all links of this stack: it is a trial.
const log = ApprovalChannel.handler(fn('Messages'), { separatesApprovers: true });
const approver = (name: string, delegates: Approver[] = []) => Approver.channel(name, log, { delegates });

new ApprovalWorkflow(stack, 'Release', {
  title: "{% 'Release ' & $string($states.input.version) %}",
  details: '{% $string($states.input, true) %}',
  approvers: [approver('Alice', [approver('Dan')]), approver('Bob'), approver('Carol')],
  quorum: 2,
  timeout: Duration.minutes(10),
  reminders: { every: Duration.minutes(1), atMost: 1 },
  escalation: [{ after: Duration.minutes(2), approvers: [approver('Eve')] }],
});

const order = sfn.Pass.jsonata(stack, 'Order');
const revise = sfn.Pass.jsonata(stack, 'Revise');
revise.next(order);
new Workflow(stack, 'Orders', {
  definition: order.next(
    new ApprovalGate(stack, 'Manager', {
      approvers: [approver('Alice')],
      timeout: Duration.minutes(10),
      onRejected: revise,
    }),
  ),
});

new SagaOrchestrator(stack, 'Trip', {
  steps: [
    SagaStep.invoke('Reserve', { action: fn('Reserve'), compensation: fn('Release trip') }),
    SagaStep.fragment('Approve', {
      action: new ApprovalGate(stack, 'Trip approval', {
        approvers: [approver('Alice')],
        timeout: Duration.minutes(10),
        keepInput: false,
      }),
    }),
  ],
});
