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
export type { CronScheduleOptions } from './start/schedule/cron-schedule-options';
export type { ScheduleOptions } from './start/schedule/schedule-options';
export { ScheduleTime } from './start/schedule/schedule-time';
export { ScheduledWorkflow, type ScheduledWorkflowProps } from './start/scheduled-workflow';
export type { TriggerOptions } from './start/trigger-options';
export { WorkflowSchedule, type WorkflowScheduleProps } from './start/workflow-schedule';
export { type CheckFinding, CheckSeverity } from './workflow/check-finding';
export { ExecutionStatus, type StatusChangeOptions } from './workflow/status-change';
export { Workflow, type WorkflowProps } from './workflow/workflow';
export { WorkflowChecks } from './workflow/workflow-checks';
export type { WorkflowLogs, WorkflowOptions } from './workflow/workflow-options';
