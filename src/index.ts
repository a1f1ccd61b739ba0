export { SagaContext } from './orchestrate/saga/saga-context';
export { SagaOrchestrator, type SagaOrchestratorProps } from './orchestrate/saga/saga-orchestrator';
export type { SagaRetry } from './orchestrate/saga/saga-retry';
export { type NestedSagaOptions, SagaStep } from './orchestrate/saga/saga-step';
export type {
  FragmentStepOptions,
  HttpStepOptions,
  HttpStepRequest,
  InvokeStepOptions,
  SagaStepOptions,
  TaskStepOptions,
} from './orchestrate/saga/saga-step-options';
export type { SagaEvents } from './orchestrate/saga/watch/saga-events';
export { AccountLogging } from './private/rest-api/account-logging';
export {
  ApiAuthorization,
  type ApiKeyAuthorizationOptions,
  type CognitoAuthorizationOptions,
  type LambdaAuthorizationOptions,
} from './private/rest-api/api-authorization';
export type { ApiCors } from './private/rest-api/api-cors';
export type { ApiLogs } from './private/rest-api/api-logs';
export type { ApiThrottling } from './private/rest-api/api-throttling';
export { IdempotencyKey } from './start/api/idempotency-key';
export { WorkflowApiRoute } from './start/api/workflow-api-route';
export type { WorkflowRouteOptions } from './start/api/workflow-route-options';
export { HttpApiAuthorization, type JwtAuthorizationOptions } from './start/http-api/http-api-authorization';
export type { HttpApiCors } from './start/http-api/http-api-cors';
export { WorkflowHttpApiRoute } from './start/http-api/workflow-http-api-route';
export type { WorkflowHttpRouteOptions } from './start/http-api/workflow-http-route-options';
export type { TriggerOptions } from './start/trigger-options';
export { WorkflowApi, type WorkflowApiProps } from './start/workflow-api';
export { WorkflowHttpApi, type WorkflowHttpApiProps } from './start/workflow-http-api';
export { type CheckFinding, CheckSeverity } from './workflow/check-finding';
export { ExecutionStatus, type StatusChangeOptions } from './workflow/status-change';
export { Workflow, type WorkflowProps } from './workflow/workflow';
export { WorkflowChecks } from './workflow/workflow-checks';
export type { WorkflowLogs, WorkflowOptions } from './workflow/workflow-options';
