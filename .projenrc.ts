import { awscdk, javascript } from 'projen';
import { BiomeStyle } from './projenrc/biome-style';
import { JestWithSwc } from './projenrc/jest-with-swc';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-workflows',
  description:
    'AWS CDK constructs for production-ready event-driven workflows on AWS Step Functions and Amazon EventBridge.',
  keywords: ['aws', 'cdk', 'step-functions', 'eventbridge', 'saga', 'workflow', 'serverless'],
  author: 'The cdk-workflows authors',
  authorAddress: 'cdk-workflows@users.noreply.github.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-workflows/cdk-workflows.git',
  defaultReleaseBranch: 'main',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk-workflows authors',
  stability: 'experimental',

  // The lowest CDK that has all JSONata state factories is the peer; we develop on the newest (docs/decisions/0002).
  cdkVersion: '2.189.1',
  constructsVersion: '10.0.5',
  cdkCliVersion: '2.1148.1',
  jsiiVersion: '~6.0.0',
  peerDependencyOptions: { pinnedDevDependency: false },
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '24',
  projenrcTs: true,
  sampleCode: false,
  integrationTestAutoDiscover: false,
  depsUpgrade: false,
  githubOptions: { mergify: false },
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } },
  tsconfigDev: {
    compilerOptions: {
      paths: { 'cdk-workflows': ['../src/index.ts'], 'cdk-workflows/testing': ['../src/testing/index.ts'] },
    },
  },

  biome: true,
  biomeOptions: BiomeStyle.OPTIONS,
  eslint: false,
  jestOptions: JestWithSwc.OPTIONS,

  bundledDeps: ['jsonata@^2.2.2', 'json-p3@^2.3.1'],
  devDeps: [
    'aws-cdk-lib@2.276.0',
    'aws-cdk-lib-floor@npm:aws-cdk-lib@2.189.1',
    'constructs@10.8.1',
    'typescript@~6.0.3',
    'fast-check@^4.10.2',
    'tsx@^4.23.15',
  ],
});

new BiomeStyle(project);
new JestWithSwc(project);

project.testTask.exec('jest --ci');
project.testTask.spawn(project.tasks.tryFind('lint')!);
for (const room of ['examples', 'integ', 'bench', 'projenrc']) {
  project.tsconfigDev.addInclude(`../${room}/**/*.ts`);
}
project.synth();
