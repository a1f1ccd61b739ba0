import { isObject, type Json } from '../../../asl/json';

/**
 * The records that a target reports as failed. An answer that breaks the rules is the failure of them all.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html#pipes-sqs-batch-failures-conditions
 *
 * @param answer - what the target answered; undefined when nobody asked it
 */
export function failedItems(answer: Json | undefined, ids: readonly string[]): readonly string[] {
  const reported = isObject(answer) ? answer.batchItemFailures : undefined;
  if (reported === undefined || reported === null) {
    return [];
  }
  if (!Array.isArray(reported)) {
    return ids;
  }
  const named = reported.map((item) => (isObject(item) ? item.itemIdentifier : undefined));
  const failed = named.filter((id): id is string => typeof id === 'string' && ids.includes(id));
  return failed.length === named.length ? [...new Set(failed)] : ids;
}
