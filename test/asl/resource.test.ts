import { parseResource } from '../../src/asl/resource';

test.each([
  ['arn:aws:states:::lambda:invoke', 'lambda', 'invoke', 'requestResponse', false, false],
  ['arn:aws-cn:states:::sqs:sendMessage.waitForTaskToken', 'sqs', 'sendMessage', 'waitForTaskToken', false, false],
  ['arn:aws-us-gov:states:::glue:startJobRun.sync', 'glue', 'startJobRun', 'sync', false, false],
  ['arn:aws:states:::states:startExecution.sync:2', 'states', 'startExecution', 'sync', false, true],
  ['arn:aws:states:::aws-sdk:dynamodb:query', 'dynamodb', 'query', 'requestResponse', true, false],
  ['arn:aws:states:eu-west-1:111122223333:http:invoke', 'http', 'invoke', 'requestResponse', false, false],
])('%s', (arn, service, action, pattern, sdk, version2) => {
  expect(parseResource(arn)).toEqual({ kind: 'integration', arn, service, action, pattern, sdk, version2 });
});

test.each([
  ['arn:aws:lambda:us-east-1:111122223333:function:pay', 'pay', undefined],
  ['arn:aws-cn:lambda:cn-north-1:111122223333:function:pay:live', 'pay', 'live'],
  ['arn:aws:lambda:us-east-1:111122223333:function:pay:$LATEST', 'pay', '$LATEST'],
])('a function by its ARN: %s', (arn, functionName, qualifier) => {
  expect(parseResource(arn)).toEqual({ kind: 'lambda', arn, functionName, qualifier });
});

test('an activity', () => {
  const arn = 'arn:aws:states:us-east-1:111122223333:activity:manual-check';
  expect(parseResource(arn)).toEqual({ kind: 'activity', arn, name: 'manual-check' });
});

test.each(['', 'lambda:invoke', 'arn:aws:states:::lambda', 'arn:aws:states:::lambda:invoke.async'])(
  "'%s' is refused",
  (arn) => {
    expect(() => parseResource(arn)).toThrow(`'${arn}' is no Resource of a Task`);
  },
);
