/** A time as `$toMillis` takes it. */
const TIME =
  '/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,3})?' +
  '(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$/';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html */
const NAME = '/^[-._A-Za-z0-9]{1,64}$/';

const EXECUTION = '$states.context.Execution';

/**
 * The name of the replay of an execution, if it is given none: the same in every attempt, and in no other execution. Up to
 * 47 characters of the execution's own name, a hyphen and 16 of a hash make 64.
 */
const OWN_NAME =
  `$substring($replace(${EXECUTION}.Name, /[^-._A-Za-z0-9]/, "-"), 0, 47) & "-" & ` +
  `$substring($hash(${EXECUTION}.Id, "SHA-256"), 0, 16)`;

/**
 * What is to be replayed, or why that cannot be: `{ "name", "from", "to", "problem" }`. It cannot fail, whatever the input.
 */
export const REPLAY_PLAN = [
  '($given := $states.input',
  `$moment := function($text) { $type($text) = "string" and $contains($text, ${TIME}) ? $toMillis($text) : null }`,
  `$isName := function($text) { $type($text) = "string" and $contains($text, ${NAME}) }`,
  '$from := $moment($given.from)',
  '$to := $moment($given.to)',
  `$name := $exists($given.name) ? $given.name : ${OWN_NAME}`,
  '$problem := $from = null or $to = null ? "from and to must be times such as 2026-03-01T08:00:00Z" : ' +
    '$not($from < $to) ? "from must be before to" : ' +
    '$to > $millis() ? "to must not be in the future: what has not happened yet would be left out" : ' +
    '$not($isName($name)) ? "name must have 1 to 64 letters, digits, dots, hyphens and underscores" : null',
  '$isGood := $problem = null',
  '{ "name": $isGood ? $name : null, "from": $isGood ? $fromMillis($from) : null, ' +
    '"to": $isGood ? $fromMillis($to) : null, "problem": $problem })',
].join('; ');
