import { Component, type cdk, type typescript } from 'projen';

/**
 * The public API is what jsii carries to five languages without a warning.
 */
export class StrictJsii extends Component {
  public static readonly TARGETS: Pick<
    cdk.JsiiProjectOptions,
    'publishToPypi' | 'publishToMaven' | 'publishToNuget' | 'publishToGo'
  > = {
    publishToPypi: { distName: 'cdk-workflows', module: 'cdk_workflows' },
    publishToMaven: {
      javaPackage: 'io.github.cdkworkflows',
      mavenGroupId: 'io.github.cdkworkflows',
      mavenArtifactId: 'cdk-workflows',
      mavenServerId: 'central-ossrh',
    },
    publishToNuget: { dotNetNamespace: 'CdkWorkflows', packageId: 'CdkWorkflows' },
    publishToGo: { moduleName: 'github.com/cdk-workflows/cdk-workflows-go', packageName: 'cdkworkflows' },
  };

  constructor(project: typescript.TypeScriptProject) {
    super(project);
    // projen silences the warning about names that some language reserves. The other one wants the lowest CDK as the
    // only one to develop on: we test on both (docs/decisions/0002).
    const flags = '--fail-on-warnings --silence-warnings=metadata/missing-dev-dependency';
    project.compileTask.reset(`jsii ${flags}`);
    project.compileTask.exec('tsx build-tools/lazy-barrel/main.ts lib/index.js');
    project.watchTask.reset(`jsii -w ${flags}`);

    // Node 20 gets no more fixes, which jsii says in every call; the library supports it as long as the CDK runs on it.
    project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
  }
}
