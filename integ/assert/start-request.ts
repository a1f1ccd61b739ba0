import { emulatorEndpoint, region, send } from './signed-request';

/**
 * Starts an execution by a plain request, without a client of AWS, and answers with its ARN:
 *
 * `curl "$AWS_ENDPOINT_URL" -H 'X-Amz-Target: AWSStepFunctions.StartExecution' -H 'Content-Type: application/x-amz-json-1.0'
 * -d '{ "stateMachineArn": "…", "input": "{}" }'`, on AWS with `--aws-sigv4`
 */
export async function startByRequest(stateMachineArn: string, input: unknown): Promise<string> {
  const { status, body } = await send({
    url: new URL('/', emulatorEndpoint() ?? `https://states.${await region()}.amazonaws.com`),
    method: 'POST',
    service: 'states',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AWSStepFunctions.StartExecution',
    },
    body: { stateMachineArn, input: JSON.stringify(input) },
  });
  const { executionArn } = body as { executionArn?: string };
  if (executionArn === undefined) throw new Error(`StartExecution answered ${status} ${JSON.stringify(body)}`);
  return executionArn;
}
