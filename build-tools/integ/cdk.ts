import { spawnSync } from 'node:child_process';
import { appCommand, integApps } from './integ-apps';

const [cliVersion, command, app, ...more] = process.argv.slice(2);

if (integApps().includes(app)) {
  const args = [command, '--all', '--app', appCommand(app).join(' '), ...more];
  const { status } = spawnSync('npx', ['--yes', `aws-cdk@${cliVersion}`, ...args], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  console.error(`Which app? One of: ${integApps().join(', ')}`);
  process.exitCode = 1;
}
