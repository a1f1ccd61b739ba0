import { Component, JsonFile, type typescript } from 'projen';

export interface CdkVersion {
  readonly cdkVersion: string;
  readonly constructsVersion: string;
}

export interface CdkVersionsOptions {
  /** The lowest CDK that users may have. */
  readonly floor: CdkVersion;
  /** The CDK that we develop on. */
  readonly newest: CdkVersion;
}

/**
 * The newest CDK to develop on, the lowest one beside it, and a second jest configuration that runs the tests there.
 */
export class CdkVersions extends Component {
  constructor(project: typescript.TypeScriptProject, { floor, newest }: CdkVersionsOptions) {
    super(project);
    project.addDevDeps(
      `aws-cdk-lib@${newest.cdkVersion}`,
      `constructs@${newest.constructsVersion}`,
      `aws-cdk-lib-floor@npm:aws-cdk-lib@${floor.cdkVersion}`,
      `constructs-floor@npm:constructs@${floor.constructsVersion}`,
    );
    project.jest?.addIgnorePattern('<rootDir>/test/floor/');
    new JsonFile(project, 'test/floor/jest.config.json', {
      obj: () => ({
        ...project.jest?.config,
        rootDir: '../..',
        // What is installed and how it is built is the same on every CDK.
        testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/house/', '<rootDir>/test/package/'],
        moduleNameMapper: {
          ...project.jest?.config.moduleNameMapper,
          '^aws-cdk-lib$': 'aws-cdk-lib-floor',
          '^aws-cdk-lib/(.*)$': 'aws-cdk-lib-floor/$1',
          // Also for aws-cdk-lib-floor itself: two copies of constructs in one tree do not know each other.
          '^constructs$': 'constructs-floor',
        },
      }),
      marker: false,
    });
  }
}
