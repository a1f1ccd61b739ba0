import { Annotations, Aspects, type IAspect } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/**
 * Sees to it that a bucket sends its events to EventBridge.
 *
 * For a bucket of this app that is a property of the bucket. The CDK's own way is a Lambda function that sets it later; it
 * is taken only where that function sets the notifications anyway, for it would overwrite the property.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-notificationconfiguration.html
 */
export function sendToEventBridge(trigger: IConstruct, bucket: s3.IBucket): void {
  // Late, because notifications may be added to the bucket after this.
  Aspects.of(trigger).add(new EventBridgeOfBucket(trigger, bucket));
}

class EventBridgeOfBucket implements IAspect {
  public constructor(
    private readonly trigger: IConstruct,
    private readonly bucket: s3.IBucket,
  ) {}

  public visit(node: IConstruct): void {
    if (node !== this.trigger) return;
    const { bucket } = this;
    const resource = bucket.node.defaultChild;
    if (bucket.node.tryFindChild('Notifications')) {
      bucket.enableEventBridgeNotification();
    } else if (resource instanceof s3.CfnBucket || isBucketResource(resource)) {
      resource.addPropertyOverride('NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', true);
    } else {
      Annotations.of(this.trigger).addWarningV2(
        'cdk-workflows:bucketOfSomebodyElse',
        'bucket is not made in this app: its owner must let it send events to EventBridge, or nothing starts; ' +
          'bucket.enableEventBridgeNotification() does so with a Lambda function of the CDK',
      );
    }
  }
}

/** Of another copy of the CDK. */
function isBucketResource(resource: IConstruct | undefined): resource is s3.CfnBucket {
  return (resource as Partial<s3.CfnBucket> | undefined)?.cfnResourceType === 'AWS::S3::Bucket';
}
