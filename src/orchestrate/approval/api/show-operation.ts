import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { onlyIf, readText } from '../../../private/rest-api/velocity';
import type { IntegrationModel } from './approval-document';
import { shownText } from './html';
import { getLinkTemplate, getLinkUri } from './link-item';
import type { PageDesign } from './page-design';
import { chooseOutcome, type PageOutcome } from './page-outcome';
import { messageContent, pageShell } from './page-shell';

/** Shows a link: what is asked, or what became of it. Nothing is changed by it, however often somebody looks. */
export function showIntegration(table: dynamodb.ITable, design: PageDesign): IntegrationModel {
  const { unavailableHeading, unavailableText } = design.texts;
  const unavailable = pageShell(design, unavailableHeading, messageContent(unavailableHeading, unavailableText));
  return {
    uri: getLinkUri(table),
    requestTemplates: { 'application/json': getLinkTemplate(table) },
    responses: [
      { pattern: '200', status: 200, template: linkPage(design) },
      { status: 503, template: unavailable },
    ],
  };
}

const TEXTS = ['title', 'details', 'approver', 'closesAtText', 'decidedAt', 'delegatedTo'];

function linkPage(design: PageDesign): string {
  const { texts } = design;
  return [
    ...['standing', 'outcome', ...TEXTS].map((name) => readText(name, `$.Item.${name}.S`)),
    readText('closesAt', '$.Item.closesAt.N'),
    '#set($end = "${closesAt}000")',
    '#set($now = "$context.requestTimeEpoch")',
    ...TEXTS.map(shownText),
    '#set($asks = false)',
    chooseOutcome(outcomes(design), {
      status: 404,
      heading: texts.unknownHeading,
      text: texts.unknownText,
      // What is no link has nothing to be shown.
      also: TEXTS.map((name) => `#set($${name} = '')`).join('\n'),
    }),
    '#set($context.responseOverride.status = $code)',
    pageShell(
      design,
      '#if($asks)$title#else$heading#end',
      ['#if($asks)', question(design), '#else', answer(design), '#end'].join('\n'),
    ),
  ].join('\n');
}

/** DynamoDB deletes what has expired days later only, so that the time is looked at here: both are digits, of one length. */
const IN_TIME = "$closesAt.matches('[0-9]{10}') && $end.compareTo($now) > 0";

function outcomes({ texts }: PageDesign): PageOutcome[] {
  const closed = (outcome: string, text: string): PageOutcome => ({
    when: outcome === '' ? "$standing == 'CLOSED'" : `$standing == 'CLOSED' && $outcome == '${outcome}'`,
    status: 200,
    heading: texts.closedHeading,
    text,
  });
  return [
    { when: `$standing == 'OPEN' && ${IN_TIME}`, status: 200, heading: '', text: '', also: '#set($asks = true)' },
    { when: "$standing == 'OPEN'", status: 410, heading: texts.expiredHeading, text: texts.expiredText },
    { when: "$standing == 'APPROVED'", status: 200, heading: texts.approvedHeading, text: texts.approvedText },
    { when: "$standing == 'REJECTED'", status: 200, heading: texts.rejectedHeading, text: texts.rejectedText },
    { when: "$standing == 'DELEGATED'", status: 200, heading: texts.delegatedHeading, text: texts.delegatedText },
    { when: "$standing == 'SUPERSEDED'", status: 200, heading: texts.supersededHeading, text: texts.supersededText },
    closed('APPROVED', texts.closedApprovedText),
    closed('REJECTED', texts.closedRejectedText),
    {
      when: "$standing == 'CLOSED' && $outcome == 'EXPIRED'",
      status: 410,
      heading: texts.expiredHeading,
      text: texts.expiredText,
    },
    closed('', texts.closedText),
  ];
}

/** The decision workflow takes 2,000 characters. A browser counts the end of a line once and sends two for it. */
const LONGEST_COMMENT = 1800;

function question(design: PageDesign): string {
  const { texts } = design;
  return [
    `<p class="eyebrow">${texts.question}</p>`,
    '<h1>$title</h1>',
    onlyIf("$details != ''", '<div class="details">$details</div>'),
    facts([
      ['approver', texts.asked],
      ['closesAtText', texts.answerBy],
    ]),
    '<form method="post">',
    `<label for="comment">${texts.comment}</label>`,
    `<textarea id="comment" name="comment" rows="4" maxlength="${LONGEST_COMMENT}"></textarea>`,
    '<div class="actions">',
    `<button class="main" name="decision" value="APPROVED">${texts.approve}</button>`,
    `<button name="decision" value="REJECTED">${texts.reject}</button>`,
    '</div>',
    delegation(design),
    '</form>',
  ].join('\n');
}

/** Names of others who may decide instead. */
function delegation({ texts }: PageDesign): string {
  return [
    "#set($delegates = $input.path('$.Item.delegates.L'))",
    `#if("$!delegates" != '' && "$!delegates" != '[]')`,
    '<fieldset>',
    `<label for="delegate">${texts.somebodyElse}</label>`,
    '<select id="delegate" name="delegate"><option value=""></option>',
    '#foreach($each in $delegates)',
    '#set($delegate = "$!each.S")',
    shownText('delegate'),
    '<option value="$delegate">$delegate</option>',
    '#end',
    '</select>',
    '<div class="actions">',
    `<button name="decision" value="DELEGATED">${texts.handOver}</button>`,
    '</div>',
    '</fieldset>',
    '#end',
  ].join('\n');
}

function answer({ texts }: PageDesign): string {
  return [
    messageContent('$heading', '$text'),
    onlyIf("$title != ''", '<p><strong>$title</strong></p>'),
    // 2026-03-01T08:00:00.000Z
    "#set($decidedAt = $decidedAt.replaceAll('T', ' ').replaceAll(':[0-9][0-9]([.][0-9]+)?Z', ' UTC'))",
    facts([
      ['approver', texts.asked],
      ['delegatedTo', texts.delegatedTo],
      ['decidedAt', texts.decided],
    ]),
  ].join('\n');
}

/** Names with their values, those that there are. */
function facts(rows: readonly (readonly [string, string])[]): string {
  return [
    `#if(${rows.map(([variable]) => `$${variable} != ''`).join(' || ')})`,
    '<dl>',
    ...rows.map(([variable, label]) => onlyIf(`$${variable} != ''`, `<dt>${label}</dt><dd>$${variable}</dd>`)),
    '</dl>',
    '#end',
  ].join('\n');
}
