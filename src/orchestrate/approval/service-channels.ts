import { createHash } from 'node:crypto';
import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import type { Workflow } from '../../workflow/workflow';
import type { ApprovalChannel, ChannelConfig } from './approval-channel';
import type { ApprovalService } from './approval-service';
import type { Approver } from './approver';
import type { States } from './given-definition';
import type { MailTopic } from './mail-topic';

/** How somebody is told. */
interface Way {
  readonly name: string;
  readonly config: ChannelConfig;
}

/** The channels of a service, each once, and what the notifier needs for them. */
export class ServiceChannels {
  private readonly names = new Map<string, string>();
  private readonly fields: Record<string, States[string]> = {};
  private readonly bound = new Map<ApprovalChannel, ChannelConfig>();
  private readonly keys = new Set<string>();
  private workflow?: Workflow;
  private keyPolicy?: iam.Policy;

  public constructor(
    private readonly service: ApprovalService,
    private readonly mail: MailTopic,
  ) {}

  /** The tasks that send, by the names that gates know them by. */
  public get states(): States {
    return this.fields;
  }

  public sendAs(workflow: Workflow): void {
    this.workflow = workflow;
  }

  /**
   * @param byLink - whether whoever has a link may decide: then no link may reach two people
   */
  public admit(gate: IConstruct, people: readonly Approver[], byLink: boolean): void {
    const ways: Way[] = [];
    const principals = new Map<string, string>();
    for (const person of people) {
      checkPrincipal(gate, person, byLink, principals);
      for (const channel of person._channels) {
        const config = this.configOf(gate, channel);
        if (byLink && !config.separatesApprovers) ways.push({ name: person._name, config });
      }
    }
    ways.forEach((way, index) => {
      const other = ways.slice(0, index).find((one) => areSeenByOneAnother(one, way));
      if (!other) return;
      const place =
        way.config.to !== undefined && way.config.to === other.config.to
          ? `the mailbox ${way.config.to}`
          : way.config.label;
      throw invalid(
        gate,
        `the approvers '${other.name}' and '${way.name}' must not share ${place}, where each sees the link of the ` +
          'other and could decide twice: give each a channel of his own, say separatesApprovers if each message reaches ' +
          'its approver alone, make them one approver, or let the API of the service tell callers apart',
      );
    });
  }

  public personOf({ _name: name, _principal: principal, _channels: channels }: Approver): object {
    return {
      name,
      channels: channels.map((channel) => {
        const { identity, to = name } = this.bound.get(channel) as ChannelConfig;
        return { channel: this.names.get(identity), to };
      }),
      ...(principal === undefined ? {} : { principal }),
    };
  }

  private configOf(gate: IConstruct, channel: ApprovalChannel): ChannelConfig {
    const known = this.bound.get(channel);
    if (known) return known;
    const config = channel._bind({
      scope: gate,
      mailTopic: () => this.mail.topic,
      subscribeMail: (topic, address) => this.mail.subscribe(topic, address),
    });
    this.bound.set(channel, config);
    config.subscribe?.();
    if (!this.names.has(config.identity)) this.add(config);
    return config;
  }

  private add({ identity, label, fields, rights, keyArn }: ChannelConfig): void {
    const name = nameOf(identity, label);
    this.names.set(identity, name);
    this.fields[name] = fields;
    for (const right of rights) this.workflow?.stateMachine.addToRolePolicy(right);
    if (keyArn !== undefined) this.allowKey(keyArn);
  }

  /** In a policy of its own, because the key's policy may name the role. */
  private allowKey(keyArn: string): void {
    if (this.keys.has(keyArn) || !this.workflow) return;
    this.keys.add(keyArn);
    this.keyPolicy ??= new iam.Policy(this.service, 'ChannelKeys', { roles: [this.workflow.role] });
    this.keyPolicy.addStatements(
      new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keyArn] }),
    );
  }
}

/**
 * The same for the same place, whatever else the service sends to: executions that wait go on with the names that they
 * began with, and must not come to another channel by them.
 */
function nameOf(identity: string, label: string): string {
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  const readable = label
    .replace(/[^\w .:@-]+/g, ' ')
    .slice(-50)
    .trim();
  return `Send to ${readable} ${hash}`;
}

/** A mailbox is one, whoever sends to it; and where all messages of a topic arrive, those for the mailboxes of others do. */
function areSeenByOneAnother(one: Way, other: Way): boolean {
  if (one.name === other.name) return false;
  const [to, otherTo] = [one.config.to, other.config.to];
  if (to !== undefined && otherTo !== undefined) return to === otherTo;
  return one.config.identity === other.config.identity;
}

function checkPrincipal(gate: IConstruct, person: Approver, byLink: boolean, known: Map<string, string>): void {
  const { _name: name, _principal: principal } = person;
  if (byLink) {
    if (principal === undefined) return;
    throw invalid(
      gate,
      `the approver '${name}' must not have a principal, which nobody asks for: let the API of the service tell callers ` +
        'apart by its authorization, or leave it out',
    );
  }
  if (principal === undefined || principal === '' || principal === '*') {
    throw invalid(
      gate,
      `the approver '${name}' must have a principal, because the API of the service tells callers apart: write the ARN of ` +
        'a user or of the sessions of a role, the sub of a user of the pool, or what your authorizer returns',
    );
  }
  if (Token.isUnresolved(principal)) return;
  for (const [theirs, other] of known) {
    if (!standsFor(principal, theirs) && !standsFor(theirs, principal)) continue;
    throw invalid(
      gate,
      `the approvers '${other}' and '${name}' must not have principals that one caller can have both of, ${theirs} and ` +
        `${principal}: he would have two votes`,
    );
  }
  known.set(principal, name);
}

/** Whether a principal is another one, or with its asterisk stands for callers of the other. */
function standsFor(principal: string, other: string): boolean {
  return principal.endsWith('*') ? other.startsWith(principal.slice(0, -1)) : other === principal;
}
