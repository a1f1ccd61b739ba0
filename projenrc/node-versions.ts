import { Component, github, type typescript } from 'projen';

const { ActionRefs } = github;
const { JobPermission } = github.workflows;

/**
 * Runs on GitHub what a clean clone must pass, on every Node.js that users may have.
 */
export class NodeVersions extends Component {
  constructor(project: typescript.TypeScriptProject, versions: readonly string[]) {
    super(project);
    const workflow = project.github?.addWorkflow('test');
    workflow?.on({ pullRequest: {}, push: { branches: ['main'] } });
    workflow?.addJob('test', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      strategy: { failFast: false, matrix: { domain: { node: [...versions] } } },
      steps: [
        { name: 'Checkout', uses: ActionRefs.ACTIONS_CHECKOUT },
        {
          name: 'Setup Node.js',
          uses: ActionRefs.ACTIONS_SETUP_NODE,
          with: { 'node-version': '${{ matrix.node }}', 'package-manager-cache': false },
        },
        { name: 'Test', run: 'bash .ci/run' },
      ],
    });
  }
}
