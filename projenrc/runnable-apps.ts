import { Component, type typescript } from 'projen';

/**
 * The apps of this repository that people run: the demo, and the integration apps in `integ/`.
 */
export class RunnableApps extends Component {
  constructor(project: typescript.TypeScriptProject, options: { readonly cdkCliVersion: string }) {
    super(project);
    project.addDevDeps('@hpcc-js/wasm-graphviz@^1.29.2', 'cli-table3@^0.6.5');

    // The tsconfig of the tests maps the package's name to its sources: nothing has to be compiled first.
    const tsx = `tsx --tsconfig ${project.tsconfigDev.fileName}`;
    project.addTask('demo', {
      description: 'Synthesizes the order saga and runs a file of orders through it, in-process',
      steps: [{ exec: `${tsx} examples/order-processing/demo.ts`, receiveArgs: true }],
    });
    project.addTask('integ:update', {
      description: 'Writes the snapshots of the integration apps anew; npm test compares them',
      steps: [{ exec: `${tsx} build-tools/integ/update.ts` }],
    });
    for (const command of ['deploy', 'destroy']) {
      project.addTask(`integ:${command}`, {
        description: `cdk ${command} of one integration app: npm run integ:${command} -- saga`,
        steps: [{ exec: `${tsx} build-tools/integ/cdk.ts ${options.cdkCliVersion} ${command}`, receiveArgs: true }],
      });
    }
  }
}
