import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { DeployedRestApi, type DeployedRestApiOptions } from '../../../private/rest-api/deployed-rest-api';
import { approvalDocument } from './approval-document';
import { type DecideTarget, decideIntegration } from './decide-operation';
import { gatewayPages } from './gateway-pages';
import type { PageDesign } from './page-design';
import { securityHeaders } from './security-headers';
import { showIntegration } from './show-operation';

/** What the pages show and what takes the answers. */
export interface ApprovalApiParts extends DecideTarget {
  readonly table: dynamodb.ITable;
  readonly design: PageDesign;
}

/**
 * The REST API of the pages. The path of a request is a secret there, so that only the access log is written, which has the
 * resource in place of it, and nothing is traced: segments have the whole address.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-http
 */
export class ApprovalRestApi extends DeployedRestApi {
  public constructor(
    owner: Construct,
    private readonly parts: ApprovalApiParts,
    options: Omit<DeployedRestApiOptions, 'executionLogging' | 'tracingEnabled'>,
  ) {
    super(owner, { ...options, executionLogging: false, tracingEnabled: false });
  }

  protected document(credentials: string): object {
    const { table, authorization, design } = this.parts;
    return approvalDocument(
      {
        title: this.title,
        authorization,
        headers: securityHeaders(design.policy),
        show: showIntegration(table, design),
        decide: decideIntegration(this.parts, design),
        gatewayPages: gatewayPages(design, authorization),
      },
      credentials,
    );
  }
}
