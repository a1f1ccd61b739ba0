import { ExecutionName } from './execution-name';
import { MessageInput } from './message-input';
import type { DispatchedRecord } from './record-dispatcher';

const BODY = '$states.input.body';

/** A message as the dispatcher sees it. An enrichment may have put JSON into the place of the body. */
export function messageRecord(
  name: ExecutionName = ExecutionName.messageId(),
  input: MessageInput = MessageInput.body(),
): DispatchedRecord {
  const id = '$states.input.messageId';
  if (!input._bodyOnly) return { id, name: name._expression, input: '$string($states.input)' };
  return {
    id,
    name: name._expression,
    // The very text of the sender: nothing is parsed, so nothing is rounded, sorted or lost.
    input: `$type(${BODY}) = "string" ? ${BODY} : $string(${BODY})`,
    // As the only member of a list a text gets its quotes and escapes.
    textInput: `($list := $string([${BODY}]); $substring($list, 1, $length($list) - 2))`,
  };
}
