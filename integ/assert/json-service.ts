import { emulatorEndpoint, region, send } from './signed-request';

export interface JsonRequest {
  /** As it stands in the signature and in the address: `states`, `logs`. */
  readonly service: string;
  /** Name of the API with its version, and of the action: `AWSStepFunctions.StartExecution`. */
  readonly target: string;
  readonly body: object;
  /** Before the address, but not before the emulator's: `sync-`. */
  readonly hostPrefix?: string;
  /** @default '1.0' */
  readonly jsonVersion?: string;
}

/**
 * Asks a service of AWS that speaks JSON by a plain request, without a client of AWS:
 *
 * `curl "$AWS_ENDPOINT_URL" -H 'X-Amz-Target: AWSStepFunctions.StartExecution' -H 'Content-Type: application/x-amz-json-1.0'
 * -d '{ "stateMachineArn": "…", "input": "{}" }'`, on AWS with `--aws-sigv4`
 */
export async function askService<Answer>(request: JsonRequest): Promise<Answer> {
  const { service, target, hostPrefix = '', jsonVersion = '1.0' } = request;
  const { status, body } = await send({
    url: new URL('/', emulatorEndpoint() ?? `https://${hostPrefix}${service}.${await region()}.amazonaws.com`),
    method: 'POST',
    service,
    headers: { 'content-type': `application/x-amz-json-${jsonVersion}`, 'x-amz-target': target },
    body: request.body,
  });
  if (status !== 200) throw new Error(`${target} answered ${status} ${JSON.stringify(body)}`);
  return body as Answer;
}
