import { readFileSync } from 'node:fs';
import { version } from 'aws-cdk-lib/package.json';
import { Workflow } from 'cdk-workflows';
import { Construct } from 'constructs';

const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

test('this run is on the lowest versions that the package accepts', () => {
  const constructs = JSON.parse(readFileSync('node_modules/constructs-floor/package.json', 'utf8'));

  expect(peerDependencies).toEqual({ 'aws-cdk-lib': `^${version}`, constructs: `^${constructs.version}` });
});

test('the CDK, the library and the tests have one copy of constructs', () => {
  expect(Workflow.prototype).toBeInstanceOf(Construct);
});
