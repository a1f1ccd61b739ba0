import { Component, type javascript } from 'projen';

/**
 * What the npm package holds and which doors it has: constructs at the root, rehearsals at `/testing` and as a
 * command, and at `/start-handler` what users put into functions.
 */
export class PackageShape extends Component {
  constructor(project: javascript.NodeProject) {
    super(project);
    project.package.addField('exports', {
      '.': { types: './lib/index.d.ts', default: './lib/index.js' },
      './testing': { types: './lib/testing/index.d.ts', default: './lib/testing/index.js' },
      './start-handler': { types: './lib/handler/index.d.ts', default: './lib/handler/index.js' },
      './package.json': './package.json',
      './.jsii': './.jsii',
    });
    // TypeScript's old "node10" resolution does not read `exports`.
    project.package.addField('typesVersions', {
      '*': { testing: ['./lib/testing/index.d.ts'], 'start-handler': ['./lib/handler/index.d.ts'] },
    });
    const command = 'lib/cli/main.js';
    project.package.addBin({ 'cdk-workflows': command });
    // npm makes a command executable that it installs. Python has it too, through jsii, and runs it as the package has it.
    project.compileTask.exec(`node -e "fs.chmodSync('${command}', 0o755)"`);
    // A list of what belongs in the package cannot forget a new folder, as a list of what does not belong can.
    project.package.addField('files', ['lib/**/*.js', 'lib/**/*.d.ts', '.jsii', 'API.md', 'CHANGELOG.md', 'NOTICE']);
  }
}
