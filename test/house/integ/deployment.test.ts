import { Deployment } from '../../../integ/assert';

const QUEUE = 'AWS::SQS::Queue';
const deployment = new Deployment([
  { logicalId: 'OrdersQueue1', physicalId: 'url-1', type: QUEUE },
  { logicalId: 'OrdersDlq2', physicalId: 'url-2', type: QUEUE },
  { logicalId: 'OrdersQueuePolicy3', physicalId: 'policy', type: 'AWS::SQS::QueuePolicy' },
  { logicalId: 'Machine', physicalId: 'arn:aws:states:eu-central-1:1:m', type: 'AWS::StepFunctions::StateMachine' },
]);

test('a resource is found by its type and the beginning of its logical id', () => {
  expect(deployment.id(QUEUE, 'OrdersQueue')).toBe('url-1');
  expect(deployment.stateMachine()).toBe('arn:aws:states:eu-central-1:1:m');
});

test('what is not there, or there twice, is an error that names what there is', () => {
  expect(() => deployment.id(QUEUE, 'Order')).toThrow(
    `2 resources of type ${QUEUE} begin with 'Order'; there are OrdersQueue1, OrdersDlq2`,
  );
  expect(() => deployment.id('AWS::SNS::Topic')).toThrow("0 resources of type AWS::SNS::Topic begin with ''");
});
