import { createHash, createHmac } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SignatureV4 } from '@smithy/signature-v4';

export interface SignedRequest {
  readonly url: URL;
  readonly method: string;
  /** Of AWS, as it stands in the signature: `states`, `execute-api`. */
  readonly service: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** @default true */
  readonly signed?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

/** Where the emulator is; undefined on AWS. */
export function emulatorEndpoint(): string | undefined {
  return process.env.AWS_ENDPOINT_URL;
}

export function region(): Promise<string> {
  return clientConfig().region();
}

/** Sends a request with the signature of the credentials in the environment: what `curl --aws-sigv4` does. */
export async function send({ url, method, service, signed = true, ...rest }: SignedRequest): Promise<Answer> {
  const body = rest.body === undefined ? undefined : JSON.stringify(rest.body);
  const headers = { host: url.host, 'content-type': 'application/json', ...rest.headers };
  const request = { method, protocol: url.protocol, hostname: url.hostname, path: url.pathname, headers, body };
  const credentials = await clientConfig().credentials();
  const signer = new SignatureV4({ credentials, region: await region(), service, sha256: Sha256 });
  const sent = signed ? await signer.sign(request) : request;
  const response = await fetch(url, { method, headers: sent.headers, body });
  return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
}

/** Of any client: it reads Region and credentials from the environment as all clients of AWS do. */
function clientConfig() {
  return new SFNClient({}).config;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What the signer asks for, from Node.js. */
class Sha256 {
  private readonly hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  public update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytes(data));
  }

  public async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  public reset(): void {
    throw new Error('a hash is made anew for each text');
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
