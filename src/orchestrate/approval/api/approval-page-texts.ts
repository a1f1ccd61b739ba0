/**
 * What the page of an approval says, in the language of those who are asked. What is left out is in English.
 *
 * @example
 * const german: ApprovalPageTexts = {
 *   approve: 'Genehmigen',
 *   reject: 'Ablehnen',
 *   comment: 'Bemerkung (freiwillig)',
 *   approvedHeading: 'Genehmigt',
 *   approvedText: 'Ihre Genehmigung ist festgehalten.',
 * };
 */
export interface ApprovalPageTexts {
  /**
   * Stands above the title of an open question.
   *
   * @default 'Your decision is asked for'
   */
  readonly question?: string;

  /**
   * Before the name of whoever is asked.
   *
   * @default 'Asked'
   */
  readonly asked?: string;

  /**
   * Before the moment until which there is time.
   *
   * @default 'Answer by'
   */
  readonly answerBy?: string;

  /**
   * Before the name of whoever has been asked instead.
   *
   * @default 'Handed over to'
   */
  readonly delegatedTo?: string;

  /**
   * Before the moment of a decision.
   *
   * @default 'Decided'
   */
  readonly decided?: string;

  /**
   * Above the field for a comment.
   *
   * @default 'Comment (optional)'
   */
  readonly comment?: string;

  /**
   * On the button that approves.
   *
   * @default 'Approve'
   */
  readonly approve?: string;

  /**
   * On the button that rejects.
   *
   * @default 'Reject'
   */
  readonly reject?: string;

  /**
   * Above the choice of somebody else.
   *
   * @default 'Let somebody else decide'
   */
  readonly somebodyElse?: string;

  /**
   * On the button that hands the question over.
   *
   * @default 'Hand over'
   */
  readonly handOver?: string;

  /**
   * On the link back to the question.
   *
   * @default 'Back to the question'
   */
  readonly back?: string;

  /**
   * Heading once this person has approved.
   *
   * @default 'Approved'
   */
  readonly approvedHeading?: string;

  /**
   * Text once this person has approved.
   *
   * @default 'Your approval has been recorded.'
   */
  readonly approvedText?: string;

  /**
   * Heading once this person has rejected.
   *
   * @default 'Rejected'
   */
  readonly rejectedHeading?: string;

  /**
   * Text once this person has rejected.
   *
   * @default 'Your rejection has been recorded.'
   */
  readonly rejectedText?: string;

  /**
   * Heading once the question has been handed over.
   *
   * @default 'Handed over'
   */
  readonly delegatedHeading?: string;

  /**
   * Text once the question has been handed over.
   *
   * @default 'Somebody else has been asked in your place.'
   */
  readonly delegatedText?: string;

  /**
   * Text where somebody decides again, and otherwise.
   *
   * @default 'You have answered before. Your first answer counts.'
   */
  readonly alreadyText?: string;

  /**
   * Heading where the matter is settled without this person.
   *
   * @default 'No answer is needed any more'
   */
  readonly closedHeading?: string;

  /**
   * Text where others have approved.
   *
   * @default 'The matter has been approved.'
   */
  readonly closedApprovedText?: string;

  /**
   * Text where others have rejected.
   *
   * @default 'The matter has been rejected.'
   */
  readonly closedRejectedText?: string;

  /**
   * Text where the matter has ended in another way.
   *
   * @default 'The matter is closed.'
   */
  readonly closedText?: string;

  /**
   * Heading of a link that another has replaced.
   *
   * @default 'This link is not valid any more'
   */
  readonly supersededHeading?: string;

  /**
   * Text of a link that another has replaced.
   *
   * @default 'Somebody else has been asked instead, or a newer message has another link.'
   */
  readonly supersededText?: string;

  /**
   * Heading when the time is over.
   *
   * @default 'The time is over'
   */
  readonly expiredHeading?: string;

  /**
   * Text when the time is over.
   *
   * @default 'An answer cannot be taken any more.'
   */
  readonly expiredText?: string;

  /**
   * Heading of a link that leads nowhere.
   *
   * @default 'There is nothing here'
   */
  readonly unknownHeading?: string;

  /**
   * Text of a link that leads nowhere.
   *
   * @default 'The link is not complete, or what it was about is long past.'
   */
  readonly unknownText?: string;

  /**
   * Heading of an answer that is none.
   *
   * @default 'That was no answer'
   */
  readonly invalidHeading?: string;

  /**
   * Text of an answer that is none.
   *
   * @default 'Go back and choose one of the buttons. A comment must not be too long.'
   */
  readonly invalidText?: string;

  /**
   * Heading for somebody who may not decide.
   *
   * @default 'You may not decide this'
   */
  readonly forbiddenHeading?: string;

  /**
   * Text for somebody who may not decide.
   *
   * @default 'The question is for somebody else, or you are not signed in.'
   */
  readonly forbiddenText?: string;

  /**
   * Heading when something is wrong on our side.
   *
   * @default 'Please try again'
   */
  readonly unavailableHeading?: string;

  /**
   * Text when something is wrong on our side.
   *
   * @default 'Your request could not be handled just now. Try again in a minute: an answer that is given twice counts once.'
   */
  readonly unavailableText?: string;
}
