import { createHash } from 'node:crypto';
import type { Json } from '../../asl/json';
import { RehearsalError } from '../rehearsal-error';
import { Listeners } from './listeners';

/** A bucket, its ARN or its name. */
export type BucketReference = string | { readonly bucketName: string };

/** Text and bytes are stored as they are, any other value as JSON. */
export type ObjectBody = string | Uint8Array | Json;

export interface StoredObject {
  readonly key: string;
  readonly body: Buffer;
  /** The MD5 of the body in quotation marks, as S3 gives it for objects that were uploaded in one part. */
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** What somebody did to an object while the rehearsal ran. */
export interface BucketChange {
  /** The name of the bucket. */
  readonly bucket: string;
  readonly kind: 'created' | 'deleted';
  readonly object: StoredObject;
  /** The ARN of the execution that did it; undefined for a client. */
  readonly changedBy?: string;
}

const BEFORE_ANY_EXECUTION = Date.parse('2024-12-31T00:00:00.000Z');

/** The S3 buckets of a rehearsal, in memory. Versions are not kept: the last body of an object counts. */
export class Buckets {
  public readonly changes = new Listeners<BucketChange>();
  private readonly buckets = new Map<string, Map<string, StoredObject>>();

  /** @param resolve - gives the value of a token of the synthesized template */
  constructor(private readonly resolve: (text: string) => string) {}

  /** Stores what was there before: nobody is told. */
  public put(bucket: BucketReference, key: string, body: ObjectBody, now = BEFORE_ANY_EXECUTION): StoredObject {
    const bytes = bytesOf(body);
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    const stored = { key, body: bytes, etag, lastModified: now };
    const name = this.nameOf(bucket);
    const objects = this.buckets.get(name) ?? new Map<string, StoredObject>();
    this.buckets.set(name, objects.set(key, stored));
    return stored;
  }

  /** Stores an object while the rehearsal runs. */
  public write(
    bucket: BucketReference,
    key: string,
    body: ObjectBody,
    { now, changedBy }: { readonly now: number; readonly changedBy?: string },
  ): StoredObject {
    const object = this.put(bucket, key, body, now);
    this.changes.tell({ bucket: this.nameOf(bucket), kind: 'created', object, changedBy });
    return object;
  }

  /** Deletes an object; as for S3, none that is there is no error. */
  public delete(bucket: BucketReference, key: string): void {
    const name = this.nameOf(bucket);
    const object = this.buckets.get(name)?.get(key);
    if (object) {
      this.buckets.get(name)?.delete(key);
      this.changes.tell({ bucket: name, kind: 'deleted', object });
    }
  }

  public get(bucket: BucketReference, key: string): StoredObject | undefined {
    return this.objectsIn(bucket).get(key);
  }

  /** In the order of ListObjectsV2: by the bytes of the key. */
  public list(bucket: BucketReference, prefix = ''): StoredObject[] {
    const found = [...this.objectsIn(bucket).values()].filter(({ key }) => key.startsWith(prefix));
    return found.sort((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)));
  }

  /** The bodies in a bucket by key, parsed when they are JSON. */
  public contents(bucket: BucketReference): Record<string, Json> {
    // A test may ask for what a workflow did not write.
    const objects = this.buckets.has(this.nameOf(bucket)) ? this.list(bucket) : [];
    return Object.fromEntries(objects.map(({ key, body }) => [key, contentOf(body)]));
  }

  /** Buckets that begin with what these hold; what changes in one is not seen in the other. */
  public copy(): Buckets {
    const copy = new Buckets(this.resolve);
    for (const [name, objects] of this.buckets) {
      copy.buckets.set(name, new Map(objects));
    }
    return copy;
  }

  /** A bucket that nobody ever put anything into is most likely a test that forgot to, or a misspelt name. */
  private objectsIn(bucket: BucketReference): Map<string, StoredObject> {
    const name = this.nameOf(bucket);
    const objects = this.buckets.get(name);
    if (!objects) {
      throw new RehearsalError(
        `the bucket '${name}' is empty; put what the workflow reads into it: rehearsal.putObject('${name}', key, body)`,
      );
    }
    return objects;
  }

  private nameOf(bucket: BucketReference): string {
    const reference = this.resolve(typeof bucket === 'string' ? bucket : bucket.bucketName);
    return reference.replace(/^arn:[\w-]+:s3:::/, '');
  }
}

function bytesOf(body: ObjectBody): Buffer {
  if (typeof body === 'string') {
    return Buffer.from(body, 'utf8');
  }
  return body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body), 'utf8');
}

function contentOf(body: Buffer): Json {
  const text = body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
