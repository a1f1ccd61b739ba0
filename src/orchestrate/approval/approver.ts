import { ApprovalChannel, type ApprovalEmailOptions } from './approval-channel';

/** Who an approver is, beside how he is told. */
export interface ApproverOptions {
  /**
   * Who this is where the API of the service tells callers apart: the ARN of a user or role session for IAM
   * (`arn:aws:sts::111122223333:assumed-role/Approvers/*` for every session of a role), the `sub` of a user for Cognito, the
   * principal id that an authorizer function returns.
   *
   * @default - whoever has the link; refused where the API tells callers apart
   */
  readonly principal?: string;

  /**
   * Further ways to tell the approver.
   *
   * @default - one
   */
  readonly channels?: ApprovalChannel[];

  /**
   * To whom the approver may hand the decision over. The delegate gets a link of his own, the approver's is closed, and
   * the vote counts as the approver's. Delegates of delegates are none.
   *
   * @default - nobody
   */
  readonly delegates?: Approver[];
}

/** Who an approver with an e-mail address is. */
export interface EmailApproverOptions extends ApproverOptions, ApprovalEmailOptions {
  /**
   * Name on the page and in the record, at most 64 characters.
   *
   * @default - the address
   */
  readonly displayName?: string;
}

/**
 * Somebody who is asked: one person, or a group that decides as one. Each has a link of his own and one vote.
 *
 * @example
 * declare const topic: sns.Topic;
 * Approver.email('alice@example.com', { displayName: 'Alice' });
 * Approver.channel('Finance', ApprovalChannel.topic(topic));
 */
export class Approver {
  /** Somebody who is told by e-mail, through SNS: the address has to confirm a subscription once. */
  public static email(address: string, options: EmailApproverOptions = {}): Approver {
    return new Approver(options.displayName ?? address, ApprovalChannel.email(address, options), options);
  }

  /**
   * Somebody who is told by another channel.
   *
   * @param name - on the page and in the record, at most 64 characters, unique in the gate
   */
  public static channel(name: string, channel: ApprovalChannel, options: ApproverOptions = {}): Approver {
    return new Approver(name, channel, options);
  }

  /** @internal */
  public readonly _channels: readonly ApprovalChannel[];
  /** @internal */
  public readonly _principal?: string;
  /** @internal */
  public readonly _delegates: readonly Approver[];

  private constructor(
    /** @internal */
    public readonly _name: string,
    channel: ApprovalChannel,
    { channels = [], principal, delegates = [] }: ApproverOptions,
  ) {
    this._channels = [channel, ...channels];
    this._principal = principal;
    this._delegates = delegates;
  }
}
