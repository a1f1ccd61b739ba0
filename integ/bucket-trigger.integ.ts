import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { BucketTrigger, Workflow } from '../src';

/**
 * A bucket that starts a workflow. Upload `incoming/a.csv`: an execution starts whose input is the event of S3; upload
 * `incoming/a.txt` or `a.csv`, and none does.
 *
 * Accounts: one.
 */
const stack = new Stack(new App(), 'CdkWorkflowsBucketTrigger');

const bucket = new s3.Bucket(stack, 'Files', {
  removalPolicy: RemovalPolicy.DESTROY,
  encryption: s3.BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
});

new BucketTrigger(stack, 'Incoming', {
  workflow: new Workflow(stack, 'Import', { definition: sfn.Pass.jsonata(stack, 'Read') }).stateMachine,
  bucket,
  prefix: 'incoming/',
  suffix: '.csv',
});
