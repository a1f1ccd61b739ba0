import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AccountLogging } from '../../../private/rest-api/account-logging';
import type { ApiAuthorization } from '../../../private/rest-api/api-authorization';
import type { ApiLogs } from '../../../private/rest-api/api-logs';
import type { ApiThrottling } from '../../../private/rest-api/api-throttling';
import type { ApprovalPage } from './approval-page';

/** How people come to the page of an approval, and how it looks. */
export interface ApprovalApiOptions {
  /**
   * Who may open a link and decide. By default the link itself is the secret. A browser that opens a link signs nothing and
   * sends no token: with `iam()` or `cognito()` a page or a program of yours asks on behalf of somebody who is signed in.
   * `lambdaFunction()` with `wholeRequest` and `Cookie` as its header lets browsers in; a function that checks a JWT is one
   * of those, too. API keys are refused, because they do not tell who decides.
   *
   * @default ApiAuthorization.none()
   */
  readonly authorization?: ApiAuthorization;

  /**
   * How the page looks, and in which language it is.
   *
   * @default - plain, and in English
   */
  readonly page?: ApprovalPage;

  /**
   * Where links begin, if not at the stage of the API: `https://approve.example.com` for a custom domain that you have
   * mapped to the stage.
   *
   * @default - the address that API Gateway makes
   */
  readonly baseUrl?: string;

  /**
   * How many answers are taken. Five times as many requests may look at pages, because scanners of mail do.
   *
   * @default - 10 a second and 20 at once
   */
  readonly throttling?: ApiThrottling;

  /**
   * Name of the stage, the first part of the path.
   *
   * @default 'prod'
   */
  readonly stageName?: string;

  /**
   * Whether API Gateway is allowed to write logs, which is a setting of the account and Region.
   *
   * @default AccountLogging.CREATE
   */
  readonly accountLogging?: AccountLogging;

  /**
   * Where requests are logged. The log has `/{id}` in place of the path, so that nobody decides who reads it; for the same
   * reason there is no execution log, and no trace.
   *
   * @default - an access log, for 14 days
   */
  readonly logs?: ApiLogs;

  /**
   * ARN of a web ACL of AWS WAF that the stage is put behind, a regional one.
   *
   * @default - none
   */
  readonly webAclArn?: string;

  /**
   * Whether the address that API Gateway makes is turned off. Set `baseUrl` then.
   *
   * @default false
   */
  readonly disableExecuteApiEndpoint?: boolean;

  /**
   * Whether there are alarms: for pages that could not be shown and answers that could not be taken, and for many requests
   * that are refused.
   *
   * @default true
   */
  readonly alarms?: boolean;

  /**
   * What the alarms do when they ring.
   *
   * @default - nothing: they show in the console only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}
