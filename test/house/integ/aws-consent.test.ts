import { consentedAccount } from '../../../build-tools/integ/aws-account/consent';
import { costOfRun, costTable } from '../../../build-tools/integ/aws-account/run-cost';

const SANDBOX = { AWS_PROFILE: 'sandbox', AWS_REGION: 'eu-central-1' };

test('goes to the account of the environment when somebody has said so', () => {
  expect(consentedAccount(SANDBOX, true, '')).toEqual({ region: 'eu-central-1', credentials: 'profile sandbox' });
  expect(
    consentedAccount({ AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE12345', AWS_DEFAULT_REGION: 'eu-west-1' }, true, ''),
  ).toEqual({
    region: 'eu-west-1',
    credentials: 'access key AKIAEXAM…',
  });
});

test('without consent it says where it would go and what it costs, and refuses', () => {
  expect(() => consentedAccount(SANDBOX, false, 'costs 1 USD')).toThrow(
    'this would deploy to profile sandbox in eu-central-1, and destroy it afterwards.\ncosts 1 USD\n' +
      'If you mean it: npm run integ:aws -- --yes-i-pay <app> …',
  );
});

test.each([
  [{ AWS_PROFILE: 'sandbox' }, 'AWS_REGION is not set'],
  [{ AWS_REGION: 'eu-central-1' }, 'neither AWS_PROFILE nor AWS_ACCESS_KEY_ID is set'],
  [
    { ...SANDBOX, AWS_ENDPOINT_URL: 'http://localhost:4566' },
    'AWS_ENDPOINT_URL is http://localhost:4566: that is not AWS',
  ],
  [{ ...SANDBOX, AWS_ENDPOINT_URL_S3: 'http://x' }, 'AWS_ENDPOINT_URL_S3 is http://x: that is not AWS'],
])('refuses %j, with consent or without', (environment, message) => {
  expect(() => consentedAccount(environment, true, '')).toThrow(message);
  expect(() => consentedAccount(environment, false, '')).toThrow(message);
});

const template = (...types: string[]) =>
  JSON.stringify({ Resources: Object.fromEntries(types.map((Type, place) => [`R${place}`, { Type }])) });

test('a run costs an hour of what costs by the hour', () => {
  expect(costOfRun([template('AWS::SQS::Queue', 'AWS::StepFunctions::StateMachine')])).toBeCloseTo(0.01);
  expect(costOfRun([template('AWS::MSK::ServerlessCluster', 'AWS::EC2::NatGateway')])).toBeCloseTo(0.805);
  expect(costOfRun([template('AWS::KMS::Key'), template('AWS::KMS::Key')])).toBeCloseTo(0.01 + 2 / 730);
});

test('the costs of several apps are added up', () => {
  const table = costTable(
    new Map([
      ['kafka-trigger', [template('AWS::MSK::ServerlessCluster')]],
      ['saga', [template()]],
    ]),
  );

  expect(table.split('\n').slice(1)).toEqual([
    '  kafka-trigger  0.76 USD',
    '  saga           0.01 USD',
    '  together       0.77 USD',
  ]);
});
