import type { Integration } from '../integration';
import { describeExecution, getExecutionHistory, stopExecution } from './executions';
import { sdkStartExecution, sdkStartSyncExecution } from './start-execution';
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './task-reports';

export { startExecution } from './start-execution';

/** The actions of `aws-sdk:sfn`. */
export const sfn: Readonly<Record<string, Integration>> = {
  describeExecution,
  getExecutionHistory,
  sendTaskFailure,
  sendTaskHeartbeat,
  sendTaskSuccess,
  startExecution: sdkStartExecution,
  startSyncExecution: sdkStartSyncExecution,
  stopExecution,
};
