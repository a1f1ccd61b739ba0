/** How bad a finding of {@link WorkflowChecks} is. */
export enum CheckSeverity {
  /** Step Functions would refuse the definition, or it would certainly fail. Synthesis fails. */
  ERROR = 'ERROR',
  /** The definition deploys but should not be like this. Reported as a CDK warning. */
  WARNING = 'WARNING',
}

/** One place where a workflow breaks a rule of {@link WorkflowChecks}. */
export interface CheckFinding {
  /** Stable id of the rule, such as `cdk-workflows:stateName`. */
  readonly id: string;

  /** How bad it is. */
  readonly severity: CheckSeverity;

  /** Path of the workflow's construct. */
  readonly path: string;

  /**
   * Name of the state at fault.
   *
   * @default - the definition as a whole
   */
  readonly state?: string;

  /** What is wrong and what to write instead. */
  readonly message: string;
}
