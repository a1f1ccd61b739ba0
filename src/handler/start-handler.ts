import type { StartAnswer, StartRefusal, StartRequest } from './start-request';
import { type StepFunctionsClient, startExecution } from './step-functions';

/** What a function between an API and its workflows decides. */
export interface StartHandlerOptions<Input> {
  /**
   * Says why a request is not started: a message for the client, which is answered 400 with it, or a status code as well.
   * Nothing lets it pass.
   */
  validate?(input: Input, request: StartRequest): Decision<string | StartRefusal | undefined>;

  /**
   * Which workflow is started: `default`, or one of the `otherWorkflows`.
   *
   * @default - `default`
   */
  choose?(input: Input, request: StartRequest): Decision<string>;

  /**
   * The client that calls Step Functions.
   *
   * @default - a client of the SDK that Lambda brings
   */
  readonly client?: StepFunctionsClient;
}

type Decision<Value> = Value | Promise<Value>;

/** What goes into the name of an execution, and into a URL. */
const WELL_FORMED = /^[0-9A-Za-z][0-9A-Za-z_.-]{0,79}$/;

/**
 * A function for the `handler` of a WorkflowApi that validates a request, or chooses the workflow. The body goes into the
 * execution as it came, and the key is its name, so that a request that is repeated starts nothing.
 *
 * Errors that are thrown are answered 500, and what they say goes to the log of the function only.
 *
 * ```ts
 * export const handler = startHandler<Order>({
 *   validate: (order) => (order.amount > 0 ? undefined : 'amount must be above 0'),
 *   choose: (order) => (order.amount > 1000 ? 'large' : 'default'),
 * });
 * ```
 */
export function startHandler<Input = unknown>(
  options: StartHandlerOptions<Input> = {},
): (request: StartRequest) => Promise<StartAnswer> {
  return async (request) => {
    const { body, idempotencyKey, workflows } = request;
    const input = parsed<Input>(body);
    if (input === undefined) return refused('The body is no JSON.');
    if (idempotencyKey !== null && !WELL_FORMED.test(idempotencyKey)) {
      return refused('The idempotency key must have 1 to 80 letters, digits, _, - and .');
    }
    const refusal = await options.validate?.(input.value, request);
    if (refusal !== undefined) return typeof refusal === 'string' ? refused(refusal) : refusal;

    const chosen = (await options.choose?.(input.value, request)) ?? 'default';
    const stateMachineArn = Object.hasOwn(workflows, chosen) ? workflows[chosen] : undefined;
    if (!stateMachineArn) {
      throw new Error(`there is no workflow '${chosen}' to choose; there are ${Object.keys(workflows).join(', ')}`);
    }
    return start(stateMachineArn, request, options.client);
  };
}

async function start(
  stateMachineArn: string,
  { body, idempotencyKey, requestId }: StartRequest,
  client?: StepFunctionsClient,
): Promise<StartAnswer> {
  try {
    // With a name, what the SDK sends again for want of an answer starts nothing else.
    const arn = await startExecution({ stateMachineArn, input: body, name: idempotencyKey ?? requestId }, client);
    return { status: 202, executionName: arn.slice(arn.lastIndexOf(':') + 1) };
  } catch (error) {
    return answerOf(error, idempotencyKey);
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html#API_StartExecution_Errors */
function answerOf(error: unknown, idempotencyKey: string | null): StartAnswer {
  const { name, message } = error as Error;
  switch (name) {
    case 'ExecutionAlreadyExists':
      return { status: 409, executionName: idempotencyKey ?? undefined };
    case 'InvalidExecutionInput':
      return refused('The body is no JSON.');
    case 'ValidationException':
      if (!message.includes("'input'")) throw error;
      return { status: 413, message: 'The body is too long.' };
    case 'ExecutionLimitExceeded':
    case 'ThrottlingException':
      return { status: 429, message: 'There are too many requests; try again later.' };
    default:
      throw error;
  }
}

function refused(message: string): StartAnswer {
  return { status: 400, message };
}

/** In an object, because null is JSON, too. */
function parsed<Input>(body: string): { readonly value: Input } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}
