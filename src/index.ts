export { SagaContext } from './orchestrate/saga/saga-context';
export { SagaOrchestrator, SagaOrchestratorProps } from './orchestrate/saga/saga-orchestrator';
export { SagaRetry } from './orchestrate/saga/saga-retry';
export { InvokeStepOptions, SagaStep, SagaStepOptions, TaskStepOptions } from './orchestrate/saga/saga-step';
export { CheckFinding, CheckSeverity } from './workflow/check-finding';
export { ExecutionStatus, StatusChangeOptions } from './workflow/status-change';
export { Workflow, WorkflowProps } from './workflow/workflow';
export { WorkflowChecks } from './workflow/workflow-checks';
export { WorkflowLogs, WorkflowOptions } from './workflow/workflow-options';
