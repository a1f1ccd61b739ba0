import { Duration } from 'aws-cdk-lib';
import { ApprovalGate, type ApprovalService, ApprovalWorkflow, Approver, Workflow } from 'cdk-workflows';
import type { Rehearsal } from 'cdk-workflows/testing';
import type { Construct, IConstruct } from 'constructs';
import type { BenchSubject, BuildOptions } from '../bench-module';

export const title: BenchSubject['title'] = 'Approval by e-mail';

/** Of the issue: 3, 4 and 3 transitions at most. */
export const goals: BenchSubject['goals'] = { timeRatio: 0.6, resources: 8, lines: 15 };

/** It calls none; by hand there are three, which exist already on that side. */
export const functionsPerStep = 40;
export const helpers: BenchSubject['helpers'] = ['Notify'];

export const paths: BenchSubject['paths'] = [
  { title: 'approved', failing: [], answer: 'approved', goal: 2 },
  { title: 'rejected', failing: [], answer: 'rejected', goal: 2 },
  { title: 'expired', failing: [], answer: 'expired', goal: 3 },
];

const WAIT = 'Approval: wait';
export const answers: BenchSubject['answers'] = {
  approved: (rehearsal: Rehearsal) => void rehearsal.mock(WAIT, { outcome: 'APPROVED', decisions: [] }),
  rejected: (rehearsal: Rehearsal) => void rehearsal.fail(WAIT, { error: 'Approval.Rejected' }),
  expired: (rehearsal: Rehearsal) => void rehearsal.timeout(WAIT),
};

export function build(scope: Construct, { size, alarms }: BuildOptions): IConstruct {
  if (size !== undefined) return buildGates(scope, size, alarms);
  // user code
  return new ApprovalWorkflow(scope, 'Release', {
    alarms,
    title: "{% 'Release ' & $states.input.version %}",
    approvers: [Approver.email('alice@example.com')],
    timeout: Duration.days(2),
  });
  // end of user code
}

/** One approval after the other. */
function buildGates(scope: Construct, size: number, alarms: boolean): Construct {
  let service: ApprovalService | undefined;
  const gates = Array.from({ length: size }, (_, n) => {
    const gate = new ApprovalGate(scope, `Gate${n}`, { service, approvers: [Approver.email('alice@example.com')] });
    service = gate.service;
    return gate;
  });
  gates.slice(1).forEach((gate, index) => void gates[index].next(gate));
  return new Workflow(scope, 'Release', { definition: gates[0], alarms });
}
