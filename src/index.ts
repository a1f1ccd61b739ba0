export { ApprovalApi, type ApprovalApiProps } from './orchestrate/approval/api/approval-api';
export type { ApprovalApiOptions } from './orchestrate/approval/api/approval-api-options';
export type { ApprovalPage } from './orchestrate/approval/api/approval-page';
export type { ApprovalPageTexts } from './orchestrate/approval/api/approval-page-texts';
export {
  ApprovalChannel,
  type ApprovalChannelOptions,
  type ApprovalEmailOptions,
  type ApprovalHttpOptions,
  type ApprovalSesOptions,
} from './orchestrate/approval/approval-channel';
export { ApprovalGate } from './orchestrate/approval/approval-gate';
export type {
  ApprovalEscalation,
  ApprovalGateProps,
  ApprovalReminders,
} from './orchestrate/approval/approval-gate-props';
export type { ApprovalMessageTexts } from './orchestrate/approval/approval-messages';
export { ApprovalService, type ApprovalServiceProps } from './orchestrate/approval/approval-service';
export { ApprovalWorkflow, type ApprovalWorkflowProps } from './orchestrate/approval/approval-workflow';
export { Approver, type ApproverOptions, type EmailApproverOptions } from './orchestrate/approval/approver';
export { ChoreographedSaga, type ChoreographedSagaProps } from './orchestrate/choreography/choreographed-saga';
export { KafkaPublisher, type KafkaRestProxyOptions } from './orchestrate/choreography/kafka-publisher';
export type { SagaParticipantOptions } from './orchestrate/choreography/participant-options';
export {
  type EventBridgeTransportOptions,
  type KafkaTransportOptions,
  SagaTransport,
} from './orchestrate/choreography/saga-transport';
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
export { BusAccess, type BusAccessOptions } from './route/bus/bus-access';
export { BusArchive, type BusArchiveOptions } from './route/bus/bus-archive';
export type { CatchAllLog } from './route/bus/catch-all-log';
export { BusForwarder, type BusForwarderProps } from './route/bus-forwarder';
export { CrossAccountBus, type CrossAccountBusProps } from './route/cross-account-bus';
export { EventDeduplication, type EventDeduplicationOptions } from './route/event-deduplication';
export type { EventFilter } from './route/event-filter';
export { EventMatch } from './route/event-match';
export { EventReplay, type EventReplayProps } from './route/event-replay';
export { EventRoute, type EventRouteOptions } from './route/event-route';
export { EventRoutedWorkflow, type EventRoutedWorkflowProps } from './route/event-routed-workflow';
export { EventRouter, type EventRouterProps, type EventRouterRouteOptions } from './route/event-router';
export { EventSchema, type EventSchemaOptions } from './route/event-schema';
export { EventSchemas, type EventSchemasProps } from './route/event-schemas';
export { RouteInput } from './route/route-input';
export { EventFanOut, type EventFanOutOptions, type FanOutQueue } from './route/router/event-fan-out';
export { EventRouterRoute } from './route/router/event-router-route';
export { RouteTarget } from './route/router/route-target';
export type {
  ApiDestinationTargetOptions,
  ApiGatewayTargetOptions,
  BusTargetOptions,
  QueueTargetOptions,
  RouteDeliveryOptions,
  RouteTargetOptions,
  StreamTargetOptions,
} from './route/router/route-target-options';
export { WorkflowBus, type WorkflowBusOptions, type WorkflowBusProps } from './route/workflow-bus';
export { IdempotencyKey } from './start/api/idempotency-key';
export { WorkflowApiRoute } from './start/api/workflow-api-route';
export type { WorkflowRouteOptions } from './start/api/workflow-route-options';
export { BucketEvents, BucketEventType } from './start/bucket/bucket-events';
export { BucketTrigger, type BucketTriggerProps } from './start/bucket-trigger';
export { HttpApiAuthorization, type JwtAuthorizationOptions } from './start/http-api/http-api-authorization';
export type { HttpApiCors } from './start/http-api/http-api-cors';
export { WorkflowHttpApiRoute } from './start/http-api/workflow-http-api-route';
export type { WorkflowHttpRouteOptions } from './start/http-api/workflow-http-route-options';
export { KafkaAuthentication } from './start/kafka/kafka-authentication';
export {
  type KafkaNetwork,
  KafkaSource,
  type KafkaTopicOptions,
  type MskTopicOptions,
  type SelfManagedTopicOptions,
} from './start/kafka/kafka-source';
export { KafkaTrigger, type KafkaTriggerProps } from './start/kafka-trigger';
export { BatchDelivery, type BatchOptions, type PerMessageOptions } from './start/pipe/batch-delivery';
export { ExecutionName } from './start/pipe/execution-name';
export { MessageInput } from './start/pipe/message-input';
export { type ApiDestinationEnrichmentOptions, PipeEnrichment } from './start/pipe/pipe-enrichment';
export { PipeFilter } from './start/pipe/pipe-filter';
export { PipeInvocationType } from './start/pipe/pipe-invocation-type';
export { PipeLogLevel, type PipeLogs } from './start/pipe/pipe-logs';
export { QueueTrigger, type QueueTriggerProps } from './start/queue-trigger';
export type { CronScheduleOptions } from './start/schedule/cron-schedule-options';
export type { ScheduleOptions } from './start/schedule/schedule-options';
export { ScheduleTime } from './start/schedule/schedule-time';
export { ScheduledWorkflow, type ScheduledWorkflowProps } from './start/scheduled-workflow';
export { type PerRecordOptions, type RecordBatchOptions, RecordDelivery } from './start/stream/record-delivery';
export { RecordInput } from './start/stream/record-input';
export { StartingPosition } from './start/stream/starting-position';
export { StreamSource, type StreamSourceOptions } from './start/stream/stream-source';
export { StreamTrigger, type StreamTriggerProps } from './start/stream-trigger';
export { TopicFilter } from './start/topic/topic-filter';
export { TopicTrigger, type TopicTriggerProps } from './start/topic-trigger';
export type { TriggerOptions } from './start/trigger-options';
export { WorkflowApi, type WorkflowApiProps } from './start/workflow-api';
export { WorkflowHttpApi, type WorkflowHttpApiProps } from './start/workflow-http-api';
export { WorkflowSchedule, type WorkflowScheduleProps } from './start/workflow-schedule';
export { type CheckFinding, CheckSeverity } from './workflow/check-finding';
export { ExecutionStatus, type StatusChangeOptions } from './workflow/status-change';
export { Workflow, type WorkflowProps } from './workflow/workflow';
export { type AnnouncementOptions, WorkflowAnnouncements } from './workflow/workflow-announcements';
export { WorkflowChecks } from './workflow/workflow-checks';
export type { WorkflowLogs, WorkflowOptions } from './workflow/workflow-options';
