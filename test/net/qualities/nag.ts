import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { NEIGHBOURS } from '../neighbours';
import type { Quality } from '../quality';
import type { Subject } from '../subject';
import { variants } from '../variants';

export const nag: Quality = {
  title: 'cdk-nag finds nothing but what is acknowledged with a reason',
  since: '2.257.0',
  problems: (subject) => {
    const found = findings(subject);
    const acknowledged = subject.acknowledged ?? [];
    return [
      ...found
        .filter((finding) => !acknowledged.some(({ id }) => isMeant(id, finding)))
        .map(({ id, path }) => `${path}: ${id}`),
      ...acknowledged
        .filter(({ id }) => !found.some((finding) => isMeant(id, finding)))
        .map(({ id }) => `${id} is acknowledged, but no longer found`),
    ];
  },
};

interface Finding {
  readonly id: string;
  readonly path: string;
}

function isMeant(id: string | RegExp, finding: Finding): boolean {
  return typeof id === 'string' ? id === finding.id : id.test(finding.id);
}

/** What a user of the construct reads, who acknowledges nothing. */
export function findings(subject: Subject): Finding[] {
  // Loaded here: it does not know the lowest CDK.
  const { AwsSolutionsChecks, ServerlessChecks } = require('cdk-nag') as typeof import('cdk-nag');
  const app = new App({ context: { '@aws-cdk/core:failSynthOnValidationErrors': false } });
  variants[0].place(app, 'Stack', subject);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const { pluginReports } = JSON.parse(readFileSync(join(app.synth().directory, 'validation-report.json'), 'utf8'));
  return pluginReports
    .flatMap(({ violations }: any) => violations)
    .flatMap(({ ruleName, violatingConstructs }: any) =>
      violatingConstructs.map(({ constructPath }: any): Finding => ({ id: ruleName, path: constructPath })),
    )
    .filter(({ path }: Finding) => !path.split('/').includes(NEIGHBOURS));
}
