import type * as events from 'aws-cdk-lib/aws-events';

/**
 * What S3 tells EventBridge of objects.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export enum BucketEventType {
  /** An object was written: uploaded, copied, put together from parts. */
  CREATED = 'Object Created',
  /** An object was deleted, or hidden by a delete marker; by a request or a lifecycle rule. */
  DELETED = 'Object Deleted',
  /** An archived object is being restored. */
  RESTORE_INITIATED = 'Object Restore Initiated',
  /** An archived object can be read now. */
  RESTORE_COMPLETED = 'Object Restore Completed',
  /** The restored copy of an archived object is gone. */
  RESTORE_EXPIRED = 'Object Restore Expired',
  /** A lifecycle rule moved an object to another storage class. */
  STORAGE_CLASS_CHANGED = 'Object Storage Class Changed',
  /** Intelligent-Tiering moved an object to an archive tier. */
  ACCESS_TIER_CHANGED = 'Object Access Tier Changed',
  /** The access control list of an object was set. */
  ACL_UPDATED = 'Object ACL Updated',
  /** Tags were set. */
  TAGS_ADDED = 'Object Tags Added',
  /** Tags were deleted. */
  TAGS_DELETED = 'Object Tags Deleted',
}

/** With which rights somebody causes an event. What S3 does by itself no workflow causes. */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
  [BucketEventType.CREATED]: ['s3:PutObject'],
  [BucketEventType.DELETED]: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  [BucketEventType.RESTORE_INITIATED]: ['s3:RestoreObject'],
  [BucketEventType.RESTORE_COMPLETED]: ['s3:RestoreObject'],
  [BucketEventType.ACL_UPDATED]: ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'],
  [BucketEventType.TAGS_ADDED]: ['s3:PutObjectTagging', 's3:PutObjectVersionTagging'],
  [BucketEventType.TAGS_DELETED]: ['s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'],
};

/** Requests whose right is not called as they are. */
const RIGHTS: Readonly<Record<string, string>> = {
  CompleteMultipartUpload: 's3:PutObject',
  CopyObject: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  HeadObject: 's3:GetObject',
  PostObject: 's3:PutObject',
  SelectObjectContent: 's3:GetObject',
  UploadPart: 's3:PutObject',
  UploadPartCopy: 's3:PutObject',
};

/** What of a bucket an event is about. */
interface Place {
  readonly bucketName: string;
  /** What the key has to be: an alternative of an event pattern. */
  readonly key: unknown;
}

/** Which events of a bucket start a workflow, and who tells of them. */
export class BucketEvents {
  /** Objects that were written. */
  public static created(): BucketEvents {
    return BucketEvents.of(BucketEventType.CREATED);
  }

  /**
   * Events of some types, which S3 itself sends to EventBridge.
   *
   * @param types - at least one
   */
  public static of(...types: BucketEventType[]): BucketEvents {
    return new BucketEvents(
      types,
      ({ bucketName, key }) => ({
        source: ['aws.s3'],
        detailType: types,
        detail: { bucket: { name: [bucketName] }, object: { key: [key] } },
      }),
      types.flatMap((type) => CAUSES[type] ?? []),
      true,
    );
  }

  /**
   * Requests that S3 does not tell EventBridge of, such as reading an object, as CloudTrail records them when they have
   * succeeded. Costs what CloudTrail takes for data events, comes minutes later, and needs a trail of yours that logs the
   * data events of the bucket.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
   * @param operations - names of the API, such as `GetObject`; at least one, and not `DeleteObjects`, whose records have no keys
   */
  public static recordedByCloudTrail(...operations: string[]): BucketEvents {
    return new BucketEvents(
      operations,
      ({ bucketName, key }) => ({
        source: ['aws.s3'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventSource: ['s3.amazonaws.com'],
          eventName: operations,
          // A request that failed changed nothing.
          errorCode: [{ exists: false }],
          requestParameters: { bucketName: [bucketName], key: [key] },
        },
      }),
      operations.map((operation) => RIGHTS[operation] ?? `s3:${operation}`),
      false,
    );
  }

  private constructor(
    /** @internal */
    public readonly _names: readonly string[],
    /** @internal */
    public readonly _pattern: (place: Place) => events.EventPattern,
    /**
     * The rights with which a workflow could start itself.
     * @internal
     */
    public readonly _causes: readonly string[],
    /**
     * Whether the bucket has to send them to EventBridge.
     * @internal
     */
    public readonly _fromBucket: boolean,
  ) {}
}
