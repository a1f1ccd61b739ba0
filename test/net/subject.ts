import type { Construct, IConstruct } from 'constructs';
import type { Variant } from './variants';

/** A construct that the net judges. */
export interface Subject {
  readonly name: string;

  /**
   * The CDK that it takes for the CDK's own part to be right.
   *
   * @default - the lowest that the library accepts
   */
  readonly since?: string;

  /** Makes the construct under `scope`, and under `neighbours` what it works with: functions, queues, keys, roles. */
  readonly build: (scope: Construct, neighbours: Construct) => IConstruct;

  /** What cdk-nag finds and why it is right all the same; no other finding is allowed, and none that no longer occurs. */
  readonly acknowledged?: readonly Acknowledgement[];

  /** What is granted although the definition does not show the need for it; nothing else may be. */
  readonly granted?: readonly GrantedAnyway[];

  /**
   * Where the construct is put.
   *
   * @default - everywhere
   */
  readonly variants?: readonly Variant[];
}

export interface Acknowledgement {
  /** Id of the finding; a pattern where it quotes logical ids. */
  readonly id: string | RegExp;
  readonly reason: string;
}

export interface GrantedAnyway {
  readonly action: string;
  /** Matches the evaluated ARN, whose partition, Region and account differ from variant to variant. */
  readonly resource: RegExp;
  readonly reason: string;
}
