import { awscdk, javascript, release } from 'projen';
import { BiomeStyle } from './projenrc/biome-style';
import { CdkVersions } from './projenrc/cdk-versions';
import { CleanInstall } from './projenrc/clean-install';
import { JestWithSwc } from './projenrc/jest-with-swc';
import { NodeVersions } from './projenrc/node-versions';
import { PackageShape } from './projenrc/package-shape';
import { Quality } from './projenrc/quality';
import { RunnableApps } from './projenrc/runnable-apps';
import { StrictJsii } from './projenrc/strict-jsii';
import { TestGates } from './projenrc/test-gates';

// The lowest versions that have all JSONata state factories are the peers; we develop on the newest (docs/decisions/0002).
const floor = { cdkVersion: '2.189.1', constructsVersion: '10.0.5' };
// `aws-cdk@latest` on npm is not the newest command line.
const cdkCliVersion = '2.1148.1';
const newest = { cdkVersion: '2.276.0', constructsVersion: '10.8.1' };

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

  ...floor,
  peerDependencyOptions: { pinnedDevDependency: false },
  bundledDeps: [
    'jsonata@^2.2.2',
    'json-p3@^2.3.1',
    'csv-parse@^7.0.3',
    'croner@^11.0.1',
    '@cfworker/json-schema@^4.1.6',
  ],
  devDeps: ['typescript@~6.0.3', 'fast-check@^4.10.2', '@jsii/runtime@1.140.0', 'parse5@^7.3.0'],

  jsiiVersion: '~6.0.0',
  ...StrictJsii.TARGETS,
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } },
  tsconfigDev: {
    compilerOptions: {
      paths: {
        'cdk-workflows': ['../src/index.ts'],
        'cdk-workflows/testing': ['../src/testing/index.ts'],
        'cdk-workflows/start-handler': ['../src/handler/index.ts'],
      },
    },
    include: ['examples', 'integ', 'bench', 'projenrc', 'build-tools'].map((room) => `../${room}/**/*.ts`),
  },
  biome: true,
  biomeOptions: BiomeStyle.OPTIONS,
  eslint: false,
  jestOptions: JestWithSwc.OPTIONS,

  gitignore: ['cdk.out/', '/examples/*/out/', '__pycache__/'],
  packageManager: javascript.NodePackageManager.NPM,
  npmignoreEnabled: false,
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '24',
  projenrcTs: true,
  sampleCode: false,
  integrationTestAutoDiscover: false,
  depsUpgrade: false,
  githubOptions: { mergify: false },
  buildWorkflowOptions: { mutableBuild: false },
  releaseTrigger: release.ReleaseTrigger.workflowDispatch(),
  npmTrustedPublishing: true,
});

new StrictJsii(project);
new PackageShape(project);
new BiomeStyle(project);
new JestWithSwc(project);
new CdkVersions(project, { floor, newest });
new CleanInstall(project);
new RunnableApps(project, { cdkCliVersion });
new Quality(project);
new TestGates(project);
new NodeVersions(project, ['20', '22', '24']);

project.synth();
