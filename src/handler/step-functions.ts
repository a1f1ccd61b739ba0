/** As much of the client of `@aws-sdk/client-sfn` as is needed: `{ send(command) }`. */
export interface StepFunctionsClient {
  send(command: never): Promise<unknown>;
}

/** What is started: the parameters of the API. */
export interface StartInput {
  readonly stateMachineArn: string;
  readonly input: string;
  readonly name?: string;
}

type Sdk = typeof import('@aws-sdk/client-sfn');

let ownClient: StepFunctionsClient | undefined;

/** Starts an execution, and gives its ARN. The SDK is the one that Lambda brings, loaded with the first request. */
export async function startExecution(input: StartInput, given?: StepFunctionsClient): Promise<string> {
  const { SFNClient, StartExecutionCommand } = require('@aws-sdk/client-sfn') as Sdk;
  ownClient ??= given ? undefined : (new SFNClient({}) as unknown as StepFunctionsClient);
  const client = (given ?? ownClient) as unknown as InstanceType<Sdk['SFNClient']>;
  const { executionArn } = await client.send(new StartExecutionCommand(input));
  return String(executionArn);
}
