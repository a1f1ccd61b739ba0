import { Component, javascript } from 'projen';

const { ArrowParentheses, IndentStyle, QuoteStyle } = javascript.biome_config;

/**
 * One tool formats and lints everything that a person writes here. `lint` only looks, `format` writes.
 */
export class BiomeStyle extends Component {
  public static readonly OPTIONS: javascript.BiomeOptions = {
    version: '2.5.15',
    biomeConfig: {
      files: {
        includes: [
          '.ci/**',
          '.dependency-cruiser.cjs',
          'examples/**',
          'integ/**',
          'bench/**',
          'build-tools/**',
          '!**/*.snapshot',
        ],
      },
      formatter: { indentStyle: IndentStyle.SPACE, indentWidth: 2, lineWidth: 120 },
      javascript: { formatter: { quoteStyle: QuoteStyle.SINGLE, arrowParentheses: ArrowParentheses.ALWAYS } },
      linter: {
        rules: {
          // `${…}` in a plain string is how CloudFormation and Step Functions write substitutions.
          suspicious: { noSkippedTests: 'error', noTemplateCurlyInString: 'off' },
          style: { useImportType: 'error', useNodejsImportProtocol: 'error', noNonNullAssertion: 'off' },
          // A class of static factories is what jsii carries to the other languages in place of functions.
          complexity: { noStaticOnlyClass: 'off' },
        },
      },
      overrides: [
        {
          includes: ['src/**'],
          linter: {
            rules: {
              style: {
                noDefaultExport: 'error',
                noNonNullAssertion: 'error',
                noRestrictedImports: {
                  level: 'error',
                  options: {
                    patterns: [
                      {
                        group: ['aws-cdk-lib'],
                        importNamePattern: '(aws_.*|assertions|pipelines)',
                        message: 'Import the submodule (aws-cdk-lib/aws-sqs): a namespace loads more than it needs.',
                      },
                    ],
                  },
                },
              },
            },
          },
        },
        {
          includes: ['src/**', '!src/cli/**'],
          linter: { rules: { suspicious: { noConsole: 'error' } } },
        },
        {
          includes: ['test/**'],
          linter: { rules: { suspicious: { noExplicitAny: 'off' } } },
        },
      ],
    },
  };

  constructor(project: javascript.NodeProject) {
    super(project);
    project.testTask.reset();
    project.removeTask('biome');
    // Generated, but jest would complain about the remark that says so.
    javascript.Biome.of(project)?.addFilePattern('!test/floor/jest.config.json');
    project.addTask('lint', {
      description: 'Checks style and formatting',
      steps: [{ execArgs: ['biome', 'check', '--error-on-warnings'], receiveArgs: true }],
    });
    project.addTask('format', {
      description: 'Fixes what can be fixed of style and formatting',
      steps: [{ execArgs: ['biome', 'check', '--write'], receiveArgs: true }],
    });
  }
}
