import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { sinceCdk } from '../since-cdk';
import { subjects } from './subjects';
import { variantsOf } from './variants';

/** What the CDK's own validation finds, as a new project asks for it: every finding is an error. */
function findings(app: App): string[] {
  process.env.CDK_VALIDATION = 'true';
  const { directory } = app.synth();
  const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8'));
  return pluginReports
    .filter(({ pluginName }: any) => pluginName === 'CloudFormation Validate')
    .flatMap(({ violations }: any) => violations)
    .flatMap(({ ruleName, description, violatingConstructs }: any) =>
      violatingConstructs.map(({ constructPath }: any) => `${constructPath}: ${ruleName} ${description}`),
    );
}

/**
 * What the engine's list of resource types does not have everywhere: the connection that a saga of requests is given, and
 * pipes in GovCloud. That they are not there is no fault of a template.
 */
const NOT_EVERYWHERE = [
  "/Neighbours/Connection/Connection: F3006 Type: Resource type 'AWS::Events::Connection' does not exist",
  "/Neighbours/Partner/ApiDestination: F3006 Type: Resource type 'AWS::Events::ApiDestination' does not exist",
  "F3006 Type: Resource type 'AWS::Pipes::Pipe' does not exist in 'us-gov-",
];

const newApp = () =>
  new App({ context: { ...recommendedFlags, '@aws-cdk/core:failSynthOnValidationErrors': false } as any });

// The engine takes two seconds to start: everything is in one app, in one file.
sinceCdk('2.262.0').describe('the template validation of the CDK', () => {
  test('finds nothing in any construct, wherever it stands', () => {
    const app = newApp();
    subjects().forEach((subject, s) => {
      variantsOf(subject).forEach((variant, v) => void variant.place(app, `S${s}V${v}`, subject));
    });
    const real = findings(app).filter((finding) => !NOT_EVERYWHERE.some((known) => finding.includes(known)));
    expect(real).toEqual([]);
  });

  test('would have found something', () => {
    const app = newApp();
    const stack = new Stack(app, 'Bad');
    new events.CfnRule(stack, 'Rule', { eventPattern: { source: [{ 'no-such-operator': 'x' }] } });
    expect(findings(app)).toEqual([expect.stringContaining('Bad/Rule')]);
  });
});
