import type { Definition } from '../../asl/definition';
import type { CheckSeverity } from '../check-finding';

/** What a rule looks at: one definition and how it will be run. */
export interface CheckSubject {
  readonly definition: Definition;
  readonly express: boolean;
}

/** One place where a definition breaks a rule. */
export interface Violation {
  /** Name of the state at fault; undefined when the whole definition is. */
  readonly state?: string;
  /** The field, the value it has and what to write instead; lower case, no full stop. */
  readonly message: string;
}

/** One thing that a definition must or should not do. Rules are data: the documentation is made from them. */
export interface CheckRule {
  /** Stable: users acknowledge findings by it. */
  readonly id: string;
  readonly severity: CheckSeverity;
  readonly title: string;
  /** What happens on AWS when the rule is broken. */
  readonly why: string;
  readonly fix: string;
  /** The AWS page that the rule rests on. */
  readonly page: string;
  readonly check: (subject: CheckSubject) => Iterable<Violation>;
}
