/**
 * JSONata that makes texts of JSON out of records, for those who hand them to Step Functions as they are: nothing is parsed
 * on the way, so no number is rounded and no key is sorted or lost.
 */

/** A JSON string: as the only member of a list a text gets its quotes and escapes. */
const QUOTED = 'function($s){($list := $string([$s]); $substring($list, 1, $length($list) - 2))}';

/**
 * The text that base64 stands for, in UTF-8; an error where the bytes are none.
 *
 * The JSONata of Step Functions may give one character for each byte, as the library in JavaScript does, or decode UTF-8,
 * as the page of JSONata says: two bytes that are one `é` tell. Bytes become UTF-8 as percent-encoding: those of 128 to
 * 191 are %C2 and themselves in it, those above %C3 and 64 less. The lower case tells what was replaced before.
 * https://docs.jsonata.org/string-functions#base64decode
 */
const DECODED =
  'function($bytes){(' +
  '$raw := $base64decode($bytes); ' +
  '$length($base64decode("w6k=")) = 1 ' +
  // U+FFFD stands for what is no UTF-8, unless somebody wrote it. As an escape: CloudFormation is not sure of other letters.
  '? ($contains($raw, "\\uFFFD") and $base64encode($raw) != $bytes ? $error("The bytes are no UTF-8.") : $raw) ' +
  ': $decodeUrlComponent($replace($replace($replace($replace($replace($encodeUrlComponent($raw), "%C2%", "%"), ' +
  '"%C3%8", "%c"), "%C3%9", "%d"), "%C3%A", "%e"), "%C3%B", "%f"))' +
  ')}';

/** @param base64 - an expression for text in base64 */
export function decodedText(base64: string): string {
  return `(${DECODED})(${base64})`;
}

/**
 * The text of an object with another text of JSON as one of its fields.
 *
 * @param record - an expression for the object
 * @param text - an expression for the text
 */
export function withField(record: string, field: string, text: string): string {
  const others = `$sift(${record}, function($value, $name){ $name != "${field}" })`;
  return `($head := $string(${others}); $substring($head, 0, $length($head) - 1) & ",\\"${field}\\":" & ${text} & "}")`;
}

const NUMBER = '/^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$/';

/**
 * Functions that make plain JSON of DynamoDB's: `$item({ "total": { "N": "5" } })` gives `{"total":5}`, with all digits that
 * a number has. Sets are lists, binary stays base64. Step Functions goes 100 levels deep into an evaluation, which is enough
 * for eight lists and maps in one another.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
const PLAIN =
  `$quoted := ${QUOTED}; ` +
  `$number := function($n){ $contains($n, ${NUMBER}) ? $n : $quoted($n) }; ` +
  '$commas := function($texts){ $join([$texts], ",") }; ' +
  '$plain := function($v){ ' +
  '$exists($v.M) ? $item($v.M) ' +
  ': $exists($v.L) ? "[" & $commas($map($v.L, $plain)) & "]" ' +
  ': $exists($v.N) ? $number($v.N) ' +
  ': $exists($v.NULL) ? "null" ' +
  ': $exists($v.BOOL) ? $string($v.BOOL) ' +
  ': $exists($v.NS) ? "[" & $commas($map($v.NS, $number)) & "]" ' +
  ': $exists($v.SS) ? "[" & $commas($map($v.SS, $quoted)) & "]" ' +
  ': $exists($v.BS) ? "[" & $commas($map($v.BS, $quoted)) & "]" ' +
  ': $quoted($exists($v.S) ? $v.S : $v.B) }; ' +
  '$member := function($v, $name){ $quoted($name) & ":" & $plain($v) }; ' +
  '$item := function($m){ "{" & $commas($each($m, $member)) & "}" };';

/** The text of a change to a table as plain JSON: `{"eventName":"MODIFY","keys":{…},"newImage":{…},"oldImage":{…}}`. */
export function plainChange(record: string): string {
  const image = (field: string, name: string) =>
    `($exists(${record}.dynamodb.${field}) ? ",\\"${name}\\":" & $item(${record}.dynamodb.${field}) : "")`;
  const images = ['Keys', 'NewImage', 'OldImage'].map((field) => image(field, field[0].toLowerCase() + field.slice(1)));
  return `(${PLAIN} "{\\"eventName\\":" & $quoted(${record}.eventName) & ${images.join(' & ')} & "}")`;
}
