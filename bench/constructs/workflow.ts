import { Workflow } from 'cdk-workflows';
import type { Construct } from 'constructs';
import type { BenchSubject, BuildOptions } from '../bench-module';
import { payments } from '../payments';

export const title: BenchSubject['title'] = 'Workflow of 3 tasks';

export const goals: BenchSubject['goals'] = { timeRatio: 0.65, lines: 12 };

export const functionsPerStep = 1;

export const paths: BenchSubject['paths'] = [
  { title: 'all goes well', failing: [], goal: 3 },
  { title: 'the second task fails', failing: ['Task1'], goal: 2 },
];

export function build(scope: Construct, { fn, size = 3, alarms }: BuildOptions): Workflow {
  const definition = payments(scope, fn, size);
  // user code
  return new Workflow(scope, 'Payments', { definition, alarms });
  // end of user code
}
