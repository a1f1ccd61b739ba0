import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OUT } from './compile';

const run = promisify(execFile);

/** Runs a worker in a process of its own and reads the JSON that it prints. */
export async function worker<T>(name: string, args: readonly unknown[] = [], validation = false): Promise<T> {
  const { stdout } = await run(process.execPath, [join(OUT, 'workers', `${name}.js`), ...args.map(String)], {
    env: { ...process.env, CDK_VALIDATION: String(validation), JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout);
}

/** Milliseconds of a whole process. */
export async function wholeProcess(name: string, args: readonly unknown[]): Promise<number> {
  const begin = performance.now();
  await worker(name, args);
  return performance.now() - begin;
}
