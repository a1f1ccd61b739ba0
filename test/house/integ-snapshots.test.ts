import { readdirSync } from 'node:fs';
import { integApps, snapshot, synthesize } from '../../build-tools/integ/integ-apps';

const apps = integApps();

test('every snapshot in integ/ belongs to an app, and every app has one', () => {
  const snapshots = readdirSync('integ').filter((file) => file.endsWith('.snapshot'));

  expect(snapshots.sort()).toEqual(apps.map((app) => `${app}.snapshot`).sort());
});

for (const app of apps) {
  test(`integ app ${app} synthesizes its snapshot, and CDK's template validation finds nothing`, () => {
    // Parsed, so that a difference is shown as the property that differs. If it is meant: npm run integ:update
    expect(parsed(synthesize(app))).toEqual(parsed(snapshot(app)));
  });
}

function parsed(templates: Record<string, string>) {
  return Object.fromEntries(Object.entries(templates).map(([file, text]) => [file, JSON.parse(text)]));
}
