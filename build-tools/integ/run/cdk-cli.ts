import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface CdkOutput {
  readonly succeeded: boolean;
  readonly text: string;
}

/** Runs the CDK's command line: `cdk deploy`, `cdk destroy`, `cdk bootstrap`. */
export type Cdk = (args: readonly string[]) => Promise<CdkOutput>;

/** The same templates are validated when npm test compares them: that takes longer than to deploy them to the emulator. */
export const VALIDATED = { CDK_VALIDATION: 'false' };

/** It asks nobody but the account. */
const ALONE = { CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_DISABLE_VERSION_CHECK: 'true' };

const MINUTES = 60_000;

/**
 * The command line of the pinned version: `aws-cdk@latest` on npm is not the newest.
 *
 * @param environment - decides whom it talks to
 * @param minutes - how long a command may take; a cluster takes its time on AWS, the emulator none
 * @param directory - of the project that it is installed in
 */
export function cdkCli(environment: NodeJS.ProcessEnv, minutes: number, directory = '.'): Cdk {
  return (args) =>
    new Promise((done, reject) => {
      // A group of its own: Ctrl-C is for the runner, which destroys what has been deployed.
      const child = spawn(resolve(directory, 'node_modules/.bin/cdk'), [...args, '--no-notices'], {
        cwd: directory,
        env: { ...environment, ...ALONE, NODE_NO_WARNINGS: '1', FORCE_COLOR: '0' },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      let text = '';
      const hear = (chunk: Buffer) => {
        text += chunk;
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      const limit = setTimeout(() => {
        text += `\nended after ${minutes} minutes`;
        process.kill(-Number(child.pid), 'SIGKILL');
      }, minutes * MINUTES);
      child.on('error', reject);
      child.on('close', (code) => {
        clearTimeout(limit);
        done({ succeeded: code === 0, text });
      });
    });
}
