import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';

/**
 * How the executions of messages are named. Step Functions runs a Standard workflow once for each name within 90 days, so
 * the name is what tells a message that comes twice from two messages. Express workflows may run twice under one name.
 *
 * A value that is no good as a name (other than letters, digits, `-` and `_`, more than 80 of them) is replaced by its
 * SHA-256.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export class ExecutionName {
  /** The id that SQS gave to the message. What the sender sends twice is two messages, and two executions. */
  public static messageId(): ExecutionName {
    return new ExecutionName('$states.input.messageId');
  }

  /** The deduplication id of the message; FIFO queues only. What the sender sends again within 90 days starts nothing. */
  public static deduplicationId(): ExecutionName {
    return new ExecutionName(valid('$states.input.attributes.MessageDeduplicationId'), (scope, fifo) => {
      if (!fifo) {
        throw invalid(
          scope,
          'executionName must not be the deduplication id, which only messages of a FIFO queue have: take ' +
            'ExecutionName.messageId() or ExecutionName.bodyField()',
        );
      }
    });
  }

  /**
   * A text or number in the body, such as the number of the order. A message without it never starts an execution, nor does
   * one with a number beyond 9007199254740991, which nobody can tell from its neighbours: send such an id as a text.
   *
   * @param path - the name of the field, or of those on the way to it: `'orderId'`, `'order.id'`
   */
  public static bodyField(path: string): ExecutionName {
    const names = path.split('.');
    const expression = [BODY, ...names.map((name) => `\`${name}\``)].join('.');
    return new ExecutionName(valid(expression), (scope) => {
      if (names.some((name) => !/^[^`\\]+$/.test(name))) {
        throw invalid(scope, `executionName must be a path of field names with dots between them, received '${path}'`);
      }
    });
  }

  private constructor(
    /**
     * JSONata for the name, of a message that is `$states.input`.
     *
     * @internal
     */
    public readonly _expression: string,
    /**
     * @internal
     */
    public readonly _check: (scope: IConstruct, fifo: boolean) => void = () => undefined,
  ) {}
}

/** An enrichment may have put JSON into the place of the body. */
const BODY = '($type($states.input.body) = "string" ? $parse($states.input.body) : $states.input.body)';

/** From here on JSONata takes different numbers for the same: two messages would be one execution. */
const FIRST_INEXACT = Number.MAX_SAFE_INTEGER + 1;

/** The value where it is a valid name, else its hash; nothing, which is an error, where it is neither text nor exact number. */
function valid(value: string): string {
  return (
    `($key := ${value}; ` +
    `$good := $type($key) = "number" ? -${FIRST_INEXACT} < $key and $key < ${FIRST_INEXACT} : $type($key) = "string" ? $key != "" : false; ` +
    '$good ? ($name := $string($key); $contains($name, /^[A-Za-z0-9_-]{1,80}$/) ? $name : $hash($name, "SHA-256")))'
  );
}
