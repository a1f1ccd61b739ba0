import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { integApps, snapshotDirectory, synthesize } from './integ-apps';

for (const app of integApps()) {
  const templates = synthesize(app);
  rmSync(snapshotDirectory(app), { recursive: true, force: true });
  for (const [file, template] of Object.entries(templates)) {
    const path = join(snapshotDirectory(app), file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, template);
    console.log(path);
  }
}
