import { Component, type typescript } from 'projen';

/** What the assertions of the integration apps ask AWS, or the emulator, with. */
const CLIENTS = ['cloudformation', 'dynamodb', 'eventbridge', 's3', 'scheduler', 'sfn', 'sns', 'sqs'];

/**
 * The apps of this repository that people run: the demo, and the integration apps in `integ/`.
 */
export class RunnableApps extends Component {
  constructor(project: typescript.TypeScriptProject, options: { readonly cdkCliVersion: string }) {
    super(project);
    project.addDevDeps('@hpcc-js/wasm-graphviz@^1.29.2', 'cli-table3@^0.6.5');
    project.addDevDeps(...CLIENTS.map((service) => `@aws-sdk/client-${service}@^3.1164.0`), '@smithy/signature-v4@^5');
    // Here and not by npx: deployments to the emulator need no network then.
    project.addDevDeps(`aws-cdk@${options.cdkCliVersion}`);

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
    project.addTask('integ:page', {
      description: 'Writes the table of assertions in docs/integration.md; npm test compares it',
      steps: [{ exec: `${tsx} build-tools/integ/page/main.ts` }],
    });
    project.addTask('integ:limits', {
      description: 'Prints what the integration apps leave of the limits of CloudFormation; npm test checks them',
      steps: [{ exec: `${tsx} build-tools/integ/limits.ts` }],
    });
    project.addTask('integ:local', {
      // Asked of every process that it starts: the clients of AWS warn of Node.js 20 whenever one is made.
      env: { NODE_NO_WARNINGS: '1' },
      description: 'Deploys the integration apps to a local emulator and runs their assertions: --json, names of apps',
      steps: [{ exec: `${tsx} build-tools/integ/local.ts`, receiveArgs: true }],
    });
    project.addTask('integ:aws', {
      env: { NODE_NO_WARNINGS: '1' },
      description: 'The same in your own AWS account, which costs money: npm run integ:aws -- --yes-i-pay saga',
      steps: [{ exec: `${tsx} build-tools/integ/aws.ts`, receiveArgs: true }],
    });
    for (const command of ['deploy', 'destroy']) {
      project.addTask(`integ:${command}`, {
        description: `cdk ${command} of one integration app: npm run integ:${command} -- saga`,
        steps: [{ exec: `${tsx} build-tools/integ/cdk.ts ${command}`, receiveArgs: true }],
      });
    }
  }
}
