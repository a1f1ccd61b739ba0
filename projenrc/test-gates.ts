import { Component, type Task, type typescript } from 'projen';

const REPORTS = 'test-reports';

/**
 * `npm test` as a row of tasks that a person can also run one by one. In which order: build-tools/gates/gates.ts.
 */
export class TestGates extends Component {
  constructor(private readonly library: typescript.TypeScriptProject) {
    super(library);
    library.addDevDeps('dependency-cruiser@^17.4.3', 'tsx@^4.23.15');
    library.gitignore.exclude(`/${REPORTS}/`);

    this.task('imports', 'Checks which room may import which', 'depcruise src');
    this.task('types', 'Type-checks sources, tests, examples and build code', 'tsc --noEmit -p test/tsconfig.json');
    this.task('generated', 'Checks the files that .projenrc.ts generates', 'tsx build-tools/generated.ts');
    this.task('api', 'Checks API.md against the compiled library', 'tsx build-tools/api-doc.ts');
    this.task('examples', 'Compiles the examples of pages and doc comments', 'tsx build-tools/examples/main.ts');
    this.task('checks:page', 'Writes docs/checks.md from the rules', 'tsx build-tools/checks-page/main.ts');
    const conformance = 'Writes docs/testing/conformance.md from the cases, after running them';
    this.task('conformance:page', conformance, 'tsx build-tools/conformance-page/main.ts');
    this.jest('newest', 'Runs all tests on the newest CDK', 'package.json', 'none-allowed');
    this.jest('floor', 'Runs the tests on the lowest CDK', 'test/floor/jest.config.json', 'some-allowed');
    // Takes minutes: for changes of how sagas are rendered.
    library.addTask('test:deep', {
      description: 'Runs the tests of random sagas ten times as long',
      env: { SAGA_EXECUTIONS: '20000', CHOREOGRAPHY_RUNS: '5000' },
      steps: [
        {
          exec: 'jest test/orchestrate/saga/random-trees.test.ts test/orchestrate/choreography/random-faults.test.ts',
          receiveArgs: true,
        },
      ],
    });

    library.testTask.reset('tsx build-tools/gates/main.ts');
  }

  private jest(cdk: string, description: string, config: string, skipped: string): void {
    const report = `${REPORTS}/jest-${cdk}.json`;
    const task = this.task(`test:${cdk}`, description, `jest --ci --config ${config} --json --outputFile=${report}`);
    // Jest does not make the folder of its report, and a fresh clone has none.
    task.prependExec(`node -e "fs.mkdirSync('${REPORTS}', { recursive: true })"`);
    task.exec(`tsx build-tools/skipped-tests.ts ${report} ${skipped}`);
  }

  private task(name: string, description: string, command: string): Task {
    return this.library.addTask(name, { description, steps: [{ exec: command, receiveArgs: true }] });
  }
}
