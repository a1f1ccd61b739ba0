import { isObject, type Json } from '../../../asl/json';
import type { PipeResource } from '../pipes/pipe-resource';

/**
 * Throws when the role of a pipe may not read its source. Such a pipe cannot be created:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html#pipes-validation
 *
 * @param encryption - how the template encrypts the source
 * @param keyField - the field of it that holds the key
 */
export function demandReading(
  pipe: PipeResource,
  actions: readonly string[],
  encryption: Json | undefined,
  keyField: string,
): void {
  for (const action of actions) {
    pipe.demand(action, pipe.sourceArn);
  }
  const key = isObject(encryption) ? encryption[keyField] : undefined;
  // The keys of AWS are known by an alias, and every role may use them.
  if (typeof key === 'string' && !key.startsWith('alias/')) {
    pipe.demand('kms:Decrypt', key);
  }
}
