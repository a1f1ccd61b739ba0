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
export { EventDeduplication, type EventDeduplicationOptions } from './route/event-deduplication';
export type { EventFilter } from './route/event-filter';
export { EventMatch } from './route/event-match';
export { EventRoute, type EventRouteOptions } from './route/event-route';
export { EventRoutedWorkflow, type EventRoutedWorkflowProps } from './route/event-routed-workflow';
export { RouteInput } from './route/route-input';
export { BucketEvents, BucketEventType } from './start/bucket/bucket-events';
export { BucketTrigger, type BucketTriggerProps } from './start/bucket-trigger';
export { BatchDelivery, type BatchOptions, type PerMessageOptions } from './start/pipe/batch-delivery';
export { ExecutionName } from './start/pipe/execution-name';
export { MessageInput } from './start/pipe/message-input';
export { type ApiDestinationEnrichmentOptions, PipeEnrichment } from './start/pipe/pipe-enrichment';
export { PipeFilter } from './start/pipe/pipe-filter';
export { PipeInvocationType } from './start/pipe/pipe-invocation-type';
export { PipeLogLevel, type PipeLogs } from './start/pipe/pipe-logs';
export { QueueTrigger, type QueueTriggerProps } from './start/queue-trigger';
export type { TriggerOptions } from './start/trigger-options';
export { type CheckFinding, CheckSeverity } from './workflow/check-finding';
export { ExecutionStatus, type StatusChangeOptions } from './workflow/status-change';
export { Workflow, type WorkflowProps } from './workflow/workflow';
export { type AnnouncementOptions, WorkflowAnnouncements } from './workflow/workflow-announcements';
export { WorkflowChecks } from './workflow/workflow-checks';
export type { WorkflowLogs, WorkflowOptions } from './workflow/workflow-options';
