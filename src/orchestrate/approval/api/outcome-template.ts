import { jsonText, onlyIf } from '../../../private/rest-api/velocity';
import { shownText } from './html';
import type { PageDesign } from './page-design';
import { chooseOutcome, type PageOutcome } from './page-outcome';
import { messageContent, pageShell } from './page-shell';

/**
 * The answer to an answer: a page for a form, JSON for JSON. Which of them it was, the input of the execution says, because
 * an execution that failed says nothing.
 */
export function outcomeTemplate(design: PageDesign): string {
  const { texts } = design;
  return [
    ...PARTS.map((name) => `#set($${name} = '')`),
    `#if("$!input.path('$.status')" == 'SUCCEEDED')`,
    "#set($output = $util.parseJson($input.path('$.output')))",
    ...PARTS.map((name) => `#set($${name} = "$!output.${name}")`),
    '#end',
    ...['decision', 'outcome'].map((name) => `#if(!$${name}.matches('[A-Z_]{1,20}'))#set($${name} = '')#end`),
    chooseOutcome(outcomes(design), {
      status: 503,
      heading: texts.unavailableHeading,
      text: texts.unavailableText,
      also: "#set($result = 'UNAVAILABLE')",
    }),
    '#set($context.responseOverride.status = $code)',
    "#set($given = $util.parseJson($input.path('$.input')))",
    '#if("$!given.form" == "false")',
    "#set($context.responseOverride.header['Content-Type'] = 'application/json')",
    jsonAnswer(),
    '#else',
    ...SHOWN.map(shownText),
    pageShell(design, '$heading', page(design)),
    '#end',
  ].join('\n');
}

const SHOWN = ['title', 'approver', 'message'];
const PARTS = ['result', 'decision', 'outcome', ...SHOWN];

function outcomes({ texts }: PageDesign): PageOutcome[] {
  const recorded = (decision: string, heading: string, text: string): PageOutcome => ({
    when: `$result == 'RECORDED' && $decision == '${decision}'`,
    status: 200,
    heading,
    text,
  });
  const closed = (when: string, text: string): PageOutcome => ({
    when: `$result == 'CLOSED'${when}`,
    status: 409,
    heading: texts.closedHeading,
    text,
  });
  const already = (decision: string, heading: string): PageOutcome => ({
    when: `$result == 'ALREADY_DECIDED' && $decision == '${decision}'`,
    status: 409,
    heading,
    text: texts.alreadyText,
  });
  return [
    recorded('APPROVED', texts.approvedHeading, texts.approvedText),
    recorded('REJECTED', texts.rejectedHeading, texts.rejectedText),
    recorded('DELEGATED', texts.delegatedHeading, texts.delegatedText),
    already('APPROVED', texts.approvedHeading),
    already('REJECTED', texts.rejectedHeading),
    already('DELEGATED', texts.delegatedHeading),
    { when: "$result == 'ALREADY_DECIDED'", status: 409, heading: texts.closedHeading, text: texts.alreadyText },
    closed(" && $outcome == 'APPROVED'", texts.closedApprovedText),
    closed(" && $outcome == 'REJECTED'", texts.closedRejectedText),
    closed('', texts.closedText),
    {
      when: "$result == 'SUPERSEDED'",
      status: 409,
      heading: texts.supersededHeading,
      text: texts.supersededText,
    },
    { when: "$result == 'EXPIRED'", status: 410, heading: texts.expiredHeading, text: texts.expiredText },
    { when: "$result == 'UNKNOWN'", status: 404, heading: texts.unknownHeading, text: texts.unknownText },
    { when: "$result == 'INVALID'", status: 400, heading: texts.invalidHeading, text: texts.invalidText },
    { when: "$result == 'NOT_YOURS'", status: 403, heading: texts.forbiddenHeading, text: texts.forbiddenText },
  ];
}

function page({ texts }: PageDesign): string {
  return [
    messageContent('$heading', '$text'),
    onlyIf("$message != ''", '<p class="hint">$message</p>'),
    onlyIf("$title != ''", '<p><strong>$title</strong></p>'),
    onlyIf("$approver != ''", `<dl><dt>${texts.asked}</dt><dd>$approver</dd></dl>`),
    // Of an address that is empty a browser makes the one that it is at, and asks for it with GET.
    onlyIf('$code == 400 || $code == 503', `<p><a href="">${texts.back}</a></p>`),
  ].join('\n');
}

/** `{"result": "RECORDED", "decision": "APPROVED", "requestId": "…"}` */
function jsonAnswer(): string {
  return [
    '{"result": "$result"',
    ...['decision', 'outcome'].map((name) => onlyIf(`$${name} != ''`, `, "${name}": "$${name}"`)),
    onlyIf("$message != ''", `, "message": "${jsonText('$message')}"`),
    ', "requestId": "$context.requestId"}',
  ].join('');
}
