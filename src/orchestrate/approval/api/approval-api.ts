import { Token } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { decryptStatements } from '../../../private/encrypted-machine';
import { invalid } from '../../../private/errors';
import { ApiAuthorization } from '../../../private/rest-api/api-authorization';
import { type ApiThrottling, checkedThrottling } from '../../../private/rest-api/api-throttling';
import { authorizerRights, checkAuthorization } from '../../../private/rest-api/authorizers';
import { knownTypeOf, startStatement } from '../../../private/started-machine';
import { approvalApiAlarms } from './approval-api-alarms';
import type { ApprovalApiOptions } from './approval-api-options';
import { ApprovalRestApi } from './approval-rest-api';
import { type IdentityType, identityType } from './identity-type';
import { readLinkStatements } from './link-item';
import { pageDesign } from './page-design';

/** What an {@link ApprovalApi} is made of. */
export interface ApprovalApiProps extends ApprovalApiOptions {
  /** The table that the links are in, with the partition key `id`, a text. */
  readonly table: dynamodb.ITable;

  /**
   * The workflow that is handed what people answer, and waited for: an Express workflow. Its input is
   * `{ "id": "…", "body": "…", "form": true, "identity": { "type": "LINK", "principal": "", "sourceIp": "…" } }`, the body
   * as API Gateway encodes a part of an address; its output is
   * `{ "result": "RECORDED", "decision": "APPROVED", "outcome": "APPROVED", "title": "…", "approver": "…", "message": "…" }`.
   */
  readonly decisionWorkflow: sfn.IStateMachine;
}

/** Enough for many people, and little enough that nobody gets far with trying addresses. */
const DEFAULT_ANSWERS: ApiThrottling = { rateLimit: 10, burstLimit: 20 };

/** Scanners of mail open every link of a message, those of many people at once. */
const LOOKS_PER_ANSWER = 5;

/**
 * The page on which somebody approves or rejects, and what takes the answer.
 *
 * `GET /{id}` shows what is asked, or what became of it, and changes nothing: scanners of mail may open a link as often as
 * they like. `POST /{id}` of the form on that page, or of
 * `{ "decision": "APPROVED" | "REJECTED" | "DELEGATED", "comment"?: "…", "delegate"?: "…" }`, decides: 200, 400, 403, 404,
 * 409, 410, 413, 415, 429, and 503 when the answer may not have been taken. HEAD and OPTIONS do nothing.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-aws-proxy.html
 */
export class ApprovalApi extends Construct {
  /** The REST API, for custom domains and the like. */
  public readonly restApi: apigateway.SpecRestApi;

  /** The stage that links lead to. */
  public readonly stage: apigateway.Stage;

  /** The role with which API Gateway reads links, runs the decision workflow and calls Lambda authorizers. */
  public readonly role: iam.IRole;

  /** The access log. */
  public readonly accessLogGroup: logs.ILogGroup;

  /** The alarms; empty with `alarms: false`. */
  public readonly alarms: cloudwatch.Alarm[];

  /** What a link begins with: a slash and the id of the link follow. */
  public readonly url: string;

  /**
   * By what those who decide are told apart.
   *
   * @internal
   */
  public readonly _identity: IdentityType;

  private readonly authorization: ApiAuthorization;

  public constructor(scope: Construct, id: string, props: ApprovalApiProps) {
    super(scope, id);
    const { table, decisionWorkflow, page, baseUrl, alarms = true, alarmActions } = props;
    const authorization = props.authorization ?? ApiAuthorization.none();
    checkAuthorization(this, authorization);
    this.authorization = authorization;
    this._identity = identityType(this, authorization);
    refuseStandard(this, decisionWorkflow);
    if (props.disableExecuteApiEndpoint && baseUrl === undefined) {
      throw invalid(
        this,
        'baseUrl must be set with disableExecuteApiEndpoint, because links would lead nowhere: write the address of your domain',
      );
    }
    const answers = checkedThrottling(this, 'throttling', props.throttling ?? DEFAULT_ANSWERS);
    const api = new ApprovalRestApi(
      this,
      { table, decisionWorkflow, authorization, identity: this._identity, design: pageDesign(this, page) },
      { ...props, throttling: looksBeside(answers), methodThrottling: { '/{id}/POST': answers } },
    );
    for (const right of [
      ...readLinkStatements(table),
      startStatement(decisionWorkflow, 'states:StartSyncExecution'),
      ...decryptStatements(decisionWorkflow),
      ...authorizerRights(authorization),
    ]) {
      api.role.addToPrincipalPolicy(right);
    }
    this.restApi = api.restApi;
    this.stage = api.stage;
    this.role = api.role;
    this.accessLogGroup = api.accessLogGroup;
    this.url = baseUrl === undefined ? api.stage.urlForPath('/').replace(/\/$/, '') : checkedBaseUrl(this, baseUrl);
    this.alarms = alarms ? approvalApiAlarms(this, api.stage, alarmActions) : [];
  }

  /**
   * Allows a principal to see the pages and to decide, whatever links it knows. The authorization must be
   * `ApiAuthorization.iam()`.
   */
  public grantDecide(grantee: iam.IGrantable): iam.Grant {
    const { kind } = this.authorization._config;
    if (kind !== 'iam') {
      throw invalid(this, `authorization must be iam for grantDecide, which allows nothing else, received ${kind}`);
    }
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: ['GET', 'POST'].map((method) => this.restApi.arnForExecuteApi(method, '/*', this.stage.stageName)),
    });
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
function refuseStandard(scope: Construct, decisionWorkflow: sfn.IStateMachine): void {
  if (knownTypeOf(decisionWorkflow) !== sfn.StateMachineType.STANDARD) return;
  throw invalid(scope, 'decisionWorkflow must be an Express workflow, because it is waited for, received STANDARD');
}

function looksBeside({ rateLimit, burstLimit }: ApiThrottling): ApiThrottling {
  const more = (limit: number) => (Token.isUnresolved(limit) ? limit : limit * LOOKS_PER_ANSWER);
  return { rateLimit: more(rateLimit), burstLimit: more(burstLimit) };
}

function checkedBaseUrl(scope: Construct, baseUrl: string): string {
  if (!Token.isUnresolved(baseUrl) && !/^https:\/\/[a-z0-9.-]+(:\d+)?(\/[\w.~-]+)*\/?$/i.test(baseUrl)) {
    throw invalid(scope, `baseUrl must be an address such as https://approve.example.com, received '${baseUrl}'`);
  }
  return baseUrl.replace(/\/$/, '');
}
