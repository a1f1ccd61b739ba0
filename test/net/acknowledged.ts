import type { Acknowledgement, GrantedAnyway } from './subject';

export const LOG_DELIVERY: Acknowledgement = {
  id: 'AwsSolutions-IAM5[Resource::*]',
  reason: 'The delivery of logs and X-Ray know no resources: their actions are granted on * or not at all.',
};

export const LAMBDA_TASK_VERSIONS: Acknowledgement = {
  id: /^AwsSolutions-IAM5\[Resource::<\w+\.Arn>:\*\]$/,
  reason: 'The LambdaInvoke task of the CDK asks for every version of the function that it calls.',
};

export const CHILD_EXECUTIONS: Acknowledgement = {
  id: /^AwsSolutions-IAM5\[Resource::arn:.*:states:.*:execution:.*(Child|Separate).*\*\]$/,
  reason:
    'To run another state machine and wait for it is to describe and stop its executions, which have no names yet.',
};

export const ENDPOINTS: Acknowledgement = {
  id: /^AwsSolutions-IAM5\[Resource::arn:.*:states:.*:stateMachine:\*\]$/,
  reason: 'To call an API the role needs a right on its own state machine; conditions say which method and address.',
};

export const MAP_RUNS: Acknowledgement = {
  id: /^AwsSolutions-IAM5\[Resource::arn:.*:states:.*:execution:.*(:|\/\*:)\*\]$/,
  reason: 'A Distributed Map describes, stops and redrives its own child executions, which have no names yet.',
};

export const NOT_LOGGED_NOT_TRACED: Acknowledgement[] = [
  'AwsSolutions-SF1',
  'AwsSolutions-SF2',
  'Serverless-StepFunctionStateMachineXray',
].map((id) => ({ id, reason: 'Logs and traces are turned off by the user.' }));

export const UNDELIVERED_COMPENSATIONS: Acknowledgement = {
  id: 'AwsSolutions-SQS3',
  reason: 'The queue is itself where failures end: a person or a worker finishes them, and no consumer fails on it.',
};

export const UNDELIVERED_COMPENSATIONS_SERVERLESS: Acknowledgement = {
  id: 'Serverless-SQSRedrivePolicy',
  reason: UNDELIVERED_COMPENSATIONS.reason,
};

export const UNDELIVERED_DEATHS: Acknowledgement = {
  id: 'Serverless-EventBusDLQ',
  reason:
    'The rule sends to the queue where failures end; what kept an event from it would keep it from another, and the alarms ring all the same.',
};

export const UNDELIVERED_STARTS: Acknowledgement = {
  id: 'AwsSolutions-SQS3',
  reason: 'The queue is itself where starts end that failed: no consumer fails on it.',
};

export const UNDELIVERED_STARTS_SERVERLESS: Acknowledgement = {
  id: 'Serverless-SQSRedrivePolicy',
  reason: UNDELIVERED_STARTS.reason,
};

export const OWN_EXECUTIONS: Acknowledgement = {
  id: /^AwsSolutions-IAM5\[Resource::arn:.*:states:.*:execution:.*:\*\]$/,
  reason: 'An execution asks how another one of the same state machine does, and those have no names yet.',
};

export const REPLAYS: Acknowledgement = {
  id: /^AwsSolutions-IAM5\[Resource::arn:.*:events:.*:replay\/\*\]$/,
  reason: 'A replay gets its name when an execution starts it.',
};

export const LAMBDA_VERSIONS: GrantedAnyway = {
  action: 'lambda:InvokeFunction',
  resource: /:function:[\w-]+:\*$/,
  reason: LAMBDA_TASK_VERSIONS.reason,
};

/** The CDK leaves out the colon before the asterisk, so that the executions of `ChildOther` are meant too. */
export const EXECUTIONS_OF_CHILD: GrantedAnyway[] = ['states:DescribeExecution', 'states:StopExecution'].map(
  (action) => ({
    action,
    resource: /:execution:\w*Child\w*\*$/,
    reason: 'The StepFunctionsStartExecution task of the CDK asks for them in this form.',
  }),
);
