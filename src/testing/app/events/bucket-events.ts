import { isObject, type JsonObject } from '../../../asl/json';
import { uuidFrom } from '../../execution/random';
import type { BucketChange, BucketReference, ObjectBody } from '../../integrations/buckets';
import { RehearsalError } from '../../rehearsal-error';
import type { AppResource } from '../app-resources';
import type { RehearsedApp } from '../rehearsed-app';

const DIRECT = ['LambdaConfigurations', 'LambdaFunctionConfigurations', 'QueueConfigurations', 'TopicConfigurations'];

/**
 * What S3 tells EventBridge of the buckets that ask for it. A bucket that is in no template is taken to ask, and to stand
 * where the app's first stack does.
 */
export class BucketEvents {
  private changes = 0;

  constructor(private readonly app: RehearsedApp) {
    app.services.buckets.changes.add((change) => this.tell(change));
  }

  public upload(bucket: BucketReference, key: string, body: ObjectBody): void {
    this.app.services.buckets.write(bucket, key, body, { now: this.app.world.clock.now });
  }

  public delete(bucket: BucketReference, key: string): void {
    this.app.services.buckets.delete(bucket, key);
  }

  private tell(change: BucketChange): void {
    const { app } = this;
    const bucket = app.resources.ofType('AWS::S3::Bucket').find(({ ref }) => ref === change.bucket);
    if (bucket && !this.asksForEvents(bucket)) {
      return;
    }
    const { partition, region, account } = bucket?.place ?? app.resources.places[0];
    const event = {
      version: '0' as const,
      id: uuidFrom(app.random),
      'detail-type': change.kind === 'created' ? 'Object Created' : 'Object Deleted',
      source: 'aws.s3',
      account,
      time: app.world.clock.isoNow.replace(/\.\d+Z$/, 'Z'),
      region,
      resources: [`arn:${partition}:s3:::${change.bucket}`],
      detail: this.detailOf(change, account, isVersioned(bucket)),
    };
    app.services.buses.add('default', event, change.changedBy ?? 'aws.s3', { partition, region, account });
  }

  private asksForEvents(bucket: AppResource): boolean {
    const { properties, path, ref } = bucket;
    const byLambda = this.app.resources
      .ofType('Custom::S3BucketNotifications')
      .filter((custom) => custom.properties.BucketName === ref)
      .map((custom) => custom.properties.NotificationConfiguration);
    const configurations = [properties.NotificationConfiguration, ...byLambda].filter(isObject);
    const direct = configurations.flatMap((one) => DIRECT.filter((name) => [one[name] ?? []].flat().length > 0));
    if (direct.length > 0) {
      throw new RehearsalError(`the bucket '${path}' has ${direct[0]}, which are not rehearsed: only EventBridge is`);
    }
    return configurations.some(
      ({ EventBridgeConfiguration }) =>
        isObject(EventBridgeConfiguration) && EventBridgeConfiguration.EventBridgeEnabled !== false,
    );
  }

  /**
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html, without `event-version` and the tags of
   * CloudFormation, which newer events have, too.
   */
  private detailOf({ bucket, kind, object }: BucketChange, account: string, versioned: boolean): JsonObject {
    const version: JsonObject = versioned ? { 'version-id': uuidFrom(this.app.random).replace(/-/g, '') } : {};
    const sequencer = (++this.changes).toString(16).toUpperCase().padStart(16, '0');
    const etag = object.etag.replace(/"/g, '');
    const created = kind === 'created';
    return {
      version: '0',
      bucket: { name: bucket },
      object: { key: object.key, ...(created && { size: object.body.length }), etag, ...version, sequencer },
      'request-id': uuidFrom(this.app.random).replace(/-/g, '').slice(0, 16).toUpperCase(),
      requester: account,
      // Of the block that is set aside for documentation.
      'source-ip-address': '203.0.113.1',
      reason: created ? 'PutObject' : 'DeleteObject',
      ...(!created && { 'deletion-type': versioned ? 'Delete Marker Created' : 'Permanently Deleted' }),
    };
  }
}

function isVersioned(bucket: AppResource | undefined): boolean {
  const { VersioningConfiguration } = bucket?.properties ?? {};
  return isObject(VersioningConfiguration) && VersioningConfiguration.Status === 'Enabled';
}
