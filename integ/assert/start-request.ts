import { askService } from './json-service';

/** Starts an execution by a plain request, without a client of AWS, and answers with its ARN. */
export async function startByRequest(stateMachineArn: string, input: unknown): Promise<string> {
  const { executionArn } = await askService<{ executionArn: string }>({
    service: 'states',
    target: 'AWSStepFunctions.StartExecution',
    body: { stateMachineArn, input: JSON.stringify(input) },
  });
  return executionArn;
}

/** Runs an execution of an Express workflow to its end, as an API does, and answers with its output. */
export async function runByRequest<Output>(stateMachineArn: string, input: unknown): Promise<Output> {
  const { status, output, error, cause } = await askService<{ [name: string]: string | undefined }>({
    service: 'states',
    target: 'AWSStepFunctions.StartSyncExecution',
    body: { stateMachineArn, input: JSON.stringify(input) },
    hostPrefix: 'sync-',
  });
  if (status !== 'SUCCEEDED') throw new Error(`the execution has ended as ${status}: ${error}, ${cause}`);
  return JSON.parse(output ?? 'null');
}
