import * as sqs from 'aws-cdk-lib/aws-sqs';
import { sinceCdk } from '../../since-cdk';
import { problemsOf } from '../broken';
import { nag } from './nag';

sinceCdk('2.257.0').describe('cdk-nag', () => {
  const openQueue = (more = {}) => problemsOf(nag, (scope) => new sqs.Queue(scope, 'Open'), more);

  test('reports on a bad stack, with both packs', () => {
    expect(openQueue()).toEqual(
      expect.arrayContaining([
        'Stack/Open/Resource: AwsSolutions-SQS3',
        'Stack/Open/Resource: AwsSolutions-SQS4',
        'Stack/Open/Resource: Serverless-SQSRedrivePolicy',
      ]),
    );
  });

  test('reports what is not acknowledged beside what is', () => {
    const acknowledged = [{ id: 'AwsSolutions-SQS3', reason: 'a test' }];
    expect(openQueue({ acknowledged })).not.toContain('Stack/Open/Resource: AwsSolutions-SQS3');
    expect(openQueue({ acknowledged })).toContain('Stack/Open/Resource: AwsSolutions-SQS4');
  });

  test('an acknowledgement that is no longer needed has to go', () => {
    const acknowledged = [{ id: 'AwsSolutions-SNS3', reason: 'a test' }];
    expect(openQueue({ acknowledged })).toContain('AwsSolutions-SNS3 is acknowledged, but no longer found');
  });
});
