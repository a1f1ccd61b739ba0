/**
 * JSONata for records that start no execution. It cannot fail, and what it makes is never too large, whatever the record:
 * nobody behind the record would be read otherwise.
 */

/**
 * Of the text of a record in the arguments of a state, where its quotes take two bytes and more. With room for the error, and
 * for what a message may be: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
const MOST_RECORD_BYTES = 200_000;
const LONGEST_SHORT_FIELD = 500;
const LONGEST_ERROR = 256;
const LONGEST_CAUSE = 2000;

/** Whether a value, as JSON, has more bytes than so many. No character takes more than four, and each counts as one. */
function exceeds(value: string, bytes: number): string {
  // The characters that are no ASCII are percent-encoded, three for each byte.
  const exact =
    '$length($replace($json, /[^ -~]+/, "")) + $length($encodeUrlComponent($replace($json, /[ -~]+/, ""))) / 3';
  return `($json := $string([${value}]); $length($json) * 4 > ${bytes} and ${exact} > ${bytes})`;
}

/** The text of an input, or an error when it has more bytes than so many as JSON. */
export function notTooLarge(input: string, mostBytes: number): string {
  return (
    `($text := ${input}; ${exceeds('$text', mostBytes)} ` +
    '? $error("The record is too large for the input of an execution.") : $text)'
  );
}

/**
 * What is known of a record that started no execution, or whose execution failed.
 *
 * @param failure - an expression for an object with the Error and the Cause
 */
export function refusal(failure: string): string {
  const text = (field: string, length: number) =>
    `$exists(${failure}.${field}) and ${failure}.${field} != null ? $substring($string(${failure}.${field}), 0, ${length}) : ""`;
  const short =
    '$type($record) = "object" ' +
    `? $sift($record, function($value){ $length($string([$value])) <= ${LONGEST_SHORT_FIELD} }) : null`;
  return (
    '($record := $states.input; ' +
    `$tooLarge := function($value){ ${exceeds('$string($value)', MOST_RECORD_BYTES)} }; ` +
    '$complete := $not($tooLarge($record)); ' +
    '{ "succeeded": false, ' +
    `"error": ${text('Error', LONGEST_ERROR)}, ` +
    `"cause": ${text('Cause', LONGEST_CAUSE)}, ` +
    `"complete": $complete, "record": $complete ? $record : ($short := ${short}; $exists($short) and $not($tooLarge($short)) ? $short : {}) })`
  );
}

/**
 * The text of a message about a record, out of what {@link refusal} gives as the state's input. SQS takes no U+FFFE and
 * U+FFFF: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function refusedMessage(workflowArn: string): string {
  const message =
    `{ "workflow": "${workflowArn}", "error": $states.input.error, "cause": $states.input.cause, ` +
    '"record": $states.input.record, "complete": $states.input.complete }';
  return `$replace($string(${message}), /[\\uFFFE\\uFFFF]/, "?")`;
}
