import { Component, type Task, type typescript } from 'projen';

/**
 * `npm test` as a row of tasks that a person can also run one by one.
 */
export class TestGates extends Component {
  private readonly project_: typescript.TypeScriptProject;

  constructor(project: typescript.TypeScriptProject) {
    super(project);
    this.project_ = project;
    project.addDevDeps('dependency-cruiser@^17.4.3', 'tsx@^4.23.15');

    this.task('imports', 'Checks which room may import which', 'depcruise src');
    this.task('types', 'Type-checks sources, tests, examples and build code', 'tsc --noEmit -p test/tsconfig.json');
    this.task(
      'generated',
      'Checks that the generated files are what .projenrc.ts generates',
      'tsx build-tools/generated.ts',
    );
    this.task('api', 'Checks that API.md is what the compiled library says', 'tsx build-tools/api-doc.ts');
    this.task(
      'examples',
      'Compiles the examples of README, documentation and doc comments',
      'tsx build-tools/examples/main.ts',
    );
    this.task(
      'test:newest',
      'Runs the tests on the newest CDK',
      'jest --ci --json --outputFile=test-reports/jest-newest.json',
    );
    this.task(
      'test:floor',
      'Runs the tests on the lowest CDK',
      'jest --ci -c test/floor/jest.config.json --json --outputFile=test-reports/jest-floor.json',
    );

    project.testTask.reset('tsx build-tools/gates/main.ts');
    project.gitignore.exclude('/test-reports/');
  }

  private task(name: string, description: string, command: string): Task {
    return this.project_.addTask(name, { description, steps: [{ exec: command, receiveArgs: true }] });
  }
}
