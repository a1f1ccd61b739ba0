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
export { type CheckFinding, CheckSeverity } from './workflow/check-finding';
export { ExecutionStatus, type StatusChangeOptions } from './workflow/status-change';
export { Workflow, type WorkflowProps } from './workflow/workflow';
export { type AnnouncementOptions, WorkflowAnnouncements } from './workflow/workflow-announcements';
export { WorkflowChecks } from './workflow/workflow-checks';
export type { WorkflowLogs, WorkflowOptions } from './workflow/workflow-options';
