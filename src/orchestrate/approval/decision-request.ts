const COMMENT_CHARACTERS = 2000;

/**
 * The body of the request, as a browser or a program sends it; whatever cannot be read as one raises an error. Characters of a
 * comment that nobody sees become blanks: they say nothing, and in JSON within JSON would take eight bytes each.
 */
export const BODY = `(
  $decoded := function($text) { $decodeUrlComponent($replace($text, "+", "%20")) };
  $text := $decoded($states.input.body);
  $pairs := $states.input.form ? [$map($split($text, "&"), function($pair) { {
    "name": $decoded($substringBefore($pair, "=")),
    "value": $contains($pair, "=") ? $decoded($substringAfter($pair, "=")) : ""
  } })] : [];
  $names := $pairs.name;
  $count($names) > $count($distinct($names)) ? $error("a field is there twice") : 0;
  $body := $states.input.form ? $merge([$map($pairs, function($pair) { { $pair.name: $pair.value } })]) : $parse($text);
  $type($body) = "object" ? {
    "decision": $lookup($body, "decision"),
    "comment": $exists($body.comment) ? ($comment := $lookup($body, "comment"); $type($comment) = "string"
      ? $replace($comment, /[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]/, " ") : $comment) : "",
    "delegate": $exists($body.delegate) ? $lookup($body, "delegate") : ""
  } : $error("the body is no object")
)`;

/** What is wrong with it, in words for who sent it. */
export const PROBLEM = `(
  $not($exists($vote.decision)) or $not($vote.decision in ["APPROVED", "REJECTED", "DELEGATED"])
    ? "decision must be APPROVED, REJECTED or DELEGATED"
    : $type($vote.comment) != "string" or $length($vote.comment) > ${COMMENT_CHARACTERS}
      ? "comment must be a text of at most ${COMMENT_CHARACTERS} characters"
      : $type($vote.delegate) != "string" ? "delegate must be a text" : ""
)`;

const PRINCIPAL = '$identity.principal';

/** With an asterisk at its end a principal stands for all that begin so: the sessions of a role. */
export const IS_THEIRS = `(
  $declared := $link.principal.S;
  $not($exists($declared)) or ($substring($declared, -1) = "*"
    ? $substring(${PRINCIPAL}, 0, $length($declared) - 1) = $substring($declared, 0, $length($declared) - 1)
    : ${PRINCIPAL} = $declared)
)`;

/** Who decides, as the records say it. */
export const IDENTITY = `$identity.type = "LINK" ? "link of " & $link.name.S : $identity.type & " " & ${PRINCIPAL}`;
