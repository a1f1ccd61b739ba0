import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { typeScriptCommand } from '../integ-apps';

const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';
const PATIENCE_SECONDS = 60;

/** MiniStack with our bridges, as a process of its own on a free port of this machine, reachable from here alone. */
export class Emulator {
  /**
   * @param python - of an environment that has MiniStack
   * @param folder - for its log and all that it writes
   */
  public static async start(python: string, folder: string): Promise<Emulator> {
    const port = await freePort();
    const temporary = join(folder, 'tmp');
    mkdirSync(temporary, { recursive: true });
    const log = join(folder, 'emulator.log');
    const file = openSync(log, 'w');
    const child = spawn(python, ['integ/emulator/start.py'], {
      env: {
        ...withoutAws(process.env),
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        // It names itself so in the URLs of queues.
        MINISTACK_HOST: '127.0.0.1',
        MINISTACK_ACCOUNT_ID: ACCOUNT,
        MINISTACK_REGION: REGION,
        TMPDIR: temporary,
        // Functions in Node.js have the clients of AWS in Lambda too.
        NODE_PATH: resolve('node_modules'),
        NODE_NO_WARNINGS: '1',
        PYTHONDONTWRITEBYTECODE: '1',
        CDK_WORKFLOWS_RUNNER: String(process.pid),
        CDK_WORKFLOWS_INTERPRETER: JSON.stringify(typeScriptCommand('integ/emulator/interpreter.ts')),
      },
      stdio: ['ignore', file, file],
      // With the functions that it runs it is a group, which ends as one.
      detached: true,
    });
    closeSync(file);
    const emulator = new Emulator(child, `http://127.0.0.1:${port}`, folder, log);
    try {
      await emulator.isReady();
    } catch (error) {
      await emulator.stop();
      throw error;
    }
    return emulator;
  }

  private ended = false;

  private constructor(
    private readonly child: ChildProcess,
    public readonly endpoint: string,
    private readonly folder: string,
    private readonly log: string,
  ) {
    child.on('error', () => {
      this.ended = true;
    });
    child.on('exit', () => {
      this.ended = true;
    });
  }

  public get bootstrapEnvironment(): string {
    return `aws://${ACCOUNT}/${REGION}`;
  }

  /**
   * What lets clients and the CDK's command line talk to the emulator and to nobody else: credentials, profiles and
   * endpoints of this machine are left out.
   */
  public environment(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const nothing = join(this.folder, 'no-aws-config');
    writeFileSync(nothing, '');
    return {
      ...withoutAws(inherited),
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'emulator',
      AWS_CONFIG_FILE: nothing,
      AWS_SHARED_CREDENTIALS_FILE: nothing,
      AWS_EC2_METADATA_DISABLED: 'true',
      // A proxy of this machine's network cannot reach it.
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
    };
  }

  public async stop(): Promise<void> {
    this.signal('SIGTERM');
    for (let waited = 0; !this.ended && waited < 3000; waited += 100) await sleep(100);
    // Also what it leaves behind: a function that does not end.
    this.signal('SIGKILL');
  }

  public get lastLines(): string {
    return readFileSync(this.log, 'utf8').trim().split('\n').slice(-15).join('\n');
  }

  private async isReady(): Promise<void> {
    const latest = Date.now() + PATIENCE_SECONDS * 1000;
    while (!this.ended && Date.now() < latest) {
      const answer = await fetch(`${this.endpoint}/_ministack/health`).catch(() => undefined);
      if (answer?.ok) return;
      await sleep(100);
    }
    const what = this.ended ? 'ended at once' : `was not ready after ${PATIENCE_SECONDS} seconds`;
    throw new Error(`the emulator ${what}:\n${this.lastLines}`);
  }

  private signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-Number(this.child.pid), signal);
    } catch {
      // It has ended already, and all of its group.
    }
  }
}

function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(AWS|CDK)_/.test(name)));
}

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
