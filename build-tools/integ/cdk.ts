import { spawnSync } from 'node:child_process';
import { appCommand, integApps, integFile } from './integ-apps';

const [command, app, ...more] = process.argv.slice(2);

if (integApps().includes(app)) {
  const args = [command, '--all', '--app', appCommand(integFile(app)).join(' '), ...more];
  const { status } = spawnSync('node_modules/.bin/cdk', args, { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  console.error(`Which app? One of: ${integApps().join(', ')}`);
  process.exitCode = 1;
}
