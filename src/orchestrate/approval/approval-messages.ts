/** What the messages to approvers say, in their language. */
export interface ApprovalMessageTexts {
  /**
   * Subject of the first message; the title comes after it.
   *
   * @default 'Approval needed'
   */
  readonly asked?: string;

  /**
   * Subject of a reminder.
   *
   * @default 'Reminder: approval needed'
   */
  readonly reminder?: string;

  /**
   * Subject of the message to a group that is asked because others have not decided.
   *
   * @default 'Approval still needed'
   */
  readonly escalated?: string;

  /**
   * Subject of the message to somebody who is to decide for an approver; the approver's name comes after it.
   *
   * @default 'Approval needed in place of'
   */
  readonly delegated?: string;

  /**
   * The line above the link.
   *
   * @default 'To see it and to decide, open this page:'
   */
  readonly open?: string;

  /**
   * The line before the moment until which decisions are taken.
   *
   * @default 'Decisions are taken until'
   */
  readonly closes?: string;
}

const ENGLISH: Required<ApprovalMessageTexts> = {
  asked: 'Approval needed',
  reminder: 'Reminder: approval needed',
  escalated: 'Approval still needed',
  delegated: 'Approval needed in place of',
  open: 'To see it and to decide, open this page:',
  closes: 'Decisions are taken until',
};

/** A moment as people read it, and as programs do. */
export const CLOSES_AT_TEXT = '$fromMillis($request.closesAt * 1000, "[Y0001]-[M01]-[D01] [H01]:[m01] UTC")';
const CLOSES_AT = '$fromMillis($request.closesAt * 1000)';

/**
 * The JSONata of what a channel is handed for one person, in a state that knows `$request`, `$person` and `$id`: all but
 * the token. A subject of an e-mail has 100 characters of ASCII at most:
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function messageExpression(texts: ApprovalMessageTexts = {}): string {
  const { asked, reminder, escalated, delegated, open, closes } = { ...ENGLISH, ...texts };
  const heads = JSON.stringify({ ASKED: asked, REMINDER: reminder, ESCALATED: escalated, DELEGATED: delegated });
  return `(
    $head := $lookup(${heads}, $request.kind) & ($request.kind = "DELEGATED" ? " " & $person.seat : "");
    $link := $request.url & "/" & $id;
    $details := $exists($request.details) ? $request.details & "\\n\\n" : "";
    $merge([
      {
        "approver": $person.name,
        "kind": $request.kind,
        "title": $request.title,
        "link": $link,
        "closesAt": ${CLOSES_AT},
        "subject": $substring($replace($head & ": " & $request.title, /[^ -~]/, "?"), 0, 99),
        "text": $head & ": " & $request.title & "\\n\\n" & $details & ${JSON.stringify(`${open}\n`)} & $link & "\\n\\n"
          & ${JSON.stringify(`${closes} `)} & ${CLOSES_AT_TEXT} & ".\\n"
      },
      $exists($request.details) ? { "details": $request.details } : {}
    ])
  )`;
}
