import type { Json, JsonObject } from '../../asl/json';
import type { Execution } from '../execution/execution';
import { RehearsalError } from '../rehearsal-error';
import type { Integration } from './integration';
import { lowerCaseParameters } from './sdk-action';
import { type Operation, throughSdk } from './service-call';
import { ServiceError } from './service-error';

const MOST_KEYS = 1000;

/** They change nothing that a workflow could see. */
const WITHOUT_EFFECT = ['ExpectedBucketOwner', 'RequestPayer'];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
function getObject({ Bucket, Key }: JsonObject, { services }: Execution): JsonObject {
  const object = services.buckets.get(String(Bucket), String(Key));
  if (!object) {
    throw new ServiceError('NoSuchKey', 'The specified key does not exist.', { status: 404 });
  }
  return {
    AcceptRanges: 'bytes',
    Body: object.body.toString('utf8'),
    ContentLength: object.body.length,
    ContentType: 'binary/octet-stream',
    ETag: object.etag,
    LastModified: timeOf(object.lastModified),
    Metadata: {},
    ServerSideEncryption: 'AES256',
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
function putObject({ Bucket, Key, Body }: JsonObject, { services, clock, arn }: Execution): JsonObject {
  const by = { now: clock.now, changedBy: arn };
  const { etag } = services.buckets.write(String(Bucket), String(Key), (Body ?? '') as Json, by);
  return { ETag: etag, ServerSideEncryption: 'AES256' };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
function listObjectsV2(args: JsonObject, { services }: Execution): JsonObject {
  const most = Number(args.MaxKeys ?? MOST_KEYS);
  const after = String(args.ContinuationToken ?? args.StartAfter ?? '');
  const objects = services.buckets
    .list(String(args.Bucket), String(args.Prefix ?? ''))
    .filter(({ key }) => after === '' || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0);
  const listed = objects.slice(0, most);
  const isTruncated = objects.length > listed.length;
  return {
    ...(listed.length > 0 ? { Contents: listed.map(describe) } : {}),
    IsTruncated: isTruncated,
    KeyCount: listed.length,
    MaxKeys: most,
    Name: String(args.Bucket),
    // A token of S3 says nothing to its reader; here it is the key to go on after.
    ...(isTruncated ? { NextContinuationToken: listed[listed.length - 1].key } : {}),
    Prefix: String(args.Prefix ?? ''),
  };
}

function describe({ key, etag, body, lastModified }: ReturnType<Execution['services']['buckets']['list']>[number]) {
  return { ETag: etag, Key: key, LastModified: timeOf(lastModified), Size: body.length, StorageClass: 'STANDARD' };
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

const targetOf = ({ Bucket, Key }: JsonObject) =>
  Key === undefined ? `arn:aws:s3:::${Bucket}` : `arn:aws:s3:::${Bucket}/${Key}`;

/** Recorded: localstack services/test_aws_sdk_task_service::test_s3_get_object and test_s3_put_object, 2024. */
export const s3: Readonly<Record<string, Integration>> = {
  getObject: action(['Bucket', 'Key'], [], getObject),
  putObject: action(['Bucket', 'Key'], ['Body'], putObject),
  listObjectsV2: action(['Bucket'], ['Prefix', 'MaxKeys', 'StartAfter', 'ContinuationToken'], listObjectsV2),
};

function action(required: readonly string[], optional: readonly string[], operation: Operation): Integration {
  const known = [...required, ...optional, ...WITHOUT_EFFECT];
  const refusing: Operation = (args, execution) => {
    const unknown = Object.keys(args).filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new RehearsalError(
        `the buckets of a rehearsal do not know ${unknown.join(' and ')}: leave it out, or give the state a double`,
      );
    }
    return operation(args, execution);
  };
  return { required, problemsOf: lowerCaseParameters, targetOf, perform: throughSdk('S3', refusing) };
}
