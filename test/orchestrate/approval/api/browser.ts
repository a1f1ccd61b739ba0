import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** A Chromium that is installed; undefined where there is none. */
export function chromiumOnPath(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: any;
  readonly result?: any;
  readonly error?: { readonly message: string };
}

/**
 * A browser without a window, led by its protocol through two pipes, so that nothing else has to be installed.
 * https://chromedevtools.github.io/devtools-protocol/
 */
export class Browser {
  public static async start(executable: string): Promise<Browser> {
    const browser = new Browser(executable);
    const { targetId } = await browser.call('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.call('Target.attachToTarget', { targetId, flatten: true });
    browser.session = sessionId;
    for (const domain of ['Page', 'Runtime', 'Log']) await browser.call(`${domain}.enable`);
    return browser;
  }

  /** What the browser complains about: errors of scripts, and everything that a policy forbids. */
  public readonly complaints: string[] = [];
  private readonly process: ChildProcess;
  private readonly answers = new Map<number, (message: Message) => void>();
  private readonly loaded: (() => void)[] = [];
  private session?: string;
  private calls = 0;

  private constructor(executable: string) {
    const options = [
      '--headless=new',
      '--remote-debugging-pipe',
      '--disable-gpu',
      '--hide-scrollbars',
      '--no-first-run',
      '--force-color-profile=srgb',
      `--user-data-dir=${mkdtempSync(join(tmpdir(), 'chromium-'))}`,
      // Only pages of ours are opened, and in containers there is often no sandbox, and little /dev/shm.
      '--no-sandbox',
      '--disable-dev-shm-usage',
    ];
    this.process = spawn(executable, options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.process.once('exit', (code) => {
      for (const answer of this.answers.values()) answer({ error: { message: `the browser has ended with ${code}` } });
    });
    let unread = '';
    (this.process.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (unread + chunk).split('\0');
      unread = messages.pop() as string;
      for (const message of messages) this.take(JSON.parse(message));
    });
  }

  public async open(url: string): Promise<void> {
    const loaded = this.nextPage();
    await this.call('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression on the page; the policy of the page is not asked. */
  public async read<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.call('Runtime.evaluate', { expression, returnByValue: true });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    return result.value as T;
  }

  /** Presses a button or a link, and waits for the page that follows. */
  public async press(selector: string): Promise<void> {
    const next = this.nextPage();
    await this.read(`document.querySelector(${JSON.stringify(selector)}).click()`);
    await next;
  }

  public async type(text: string): Promise<void> {
    await this.call('Input.insertText', { text });
  }

  public async key(key: string, code = key, text?: string): Promise<void> {
    const windowsVirtualKeyCode = { Tab: 9, Enter: 13 }[key];
    const event = { key, code, windowsVirtualKeyCode, ...(text && { text }) };
    await this.call('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', ...event });
    await this.call('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  public async look(width: number, scheme: 'light' | 'dark' = 'light', height = 720): Promise<void> {
    await this.call('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: width < 500,
    });
    await this.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
  }

  /** A picture of the whole page. */
  public async picture(): Promise<Buffer> {
    const { data } = await this.call('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true });
    return Buffer.from(data, 'base64');
  }

  public async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.session = undefined;
    await this.call('Browser.close').catch(() => this.process.kill());
    await ended;
  }

  private nextPage(): Promise<void> {
    return new Promise((resolve) => this.loaded.push(resolve));
  }

  private call(method: string, params: object = {}): Promise<any> {
    const id = ++this.calls;
    const message: object = { id, method, params, ...(this.session && { sessionId: this.session }) };
    return new Promise((resolve, reject) => {
      this.answers.set(id, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
      (this.process.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    });
  }

  private take(message: Message): void {
    if (message.id !== undefined) {
      this.answers.get(message.id)?.(message);
      this.answers.delete(message.id);
      return;
    }
    if (message.method === 'Page.loadEventFired') this.loaded.shift()?.();
    if (message.method === 'Log.entryAdded') this.complaints.push(message.params.entry.text);
    if (message.method === 'Runtime.exceptionThrown') this.complaints.push(message.params.exceptionDetails.text);
  }
}
