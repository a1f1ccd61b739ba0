import type { JsonObject } from '../../../asl/json';
import type { Execution } from '../../execution/execution';
import { uuidFrom } from '../../execution/random';
import type { RehearsedApp } from '../rehearsed-app';

/** https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
const LARGEST_INCLUDED_BYTES = 248 * 1024;

/**
 * What Step Functions tells the default bus of Standard executions. That of the children of a Distributed Map is not
 * documented, so nothing is told of them.
 */
export class StatusChangeEvents {
  constructor(private readonly app: RehearsedApp) {
    app.world.statusChanges.add((execution) => this.tell(execution));
  }

  private tell(execution: Execution): void {
    const { machine, arn } = execution;
    if (machine.type !== 'STANDARD' || machine.arn.includes('/') || arn.split(':')[6].includes('/')) {
      return;
    }
    const event = {
      version: '0' as const,
      id: uuidFrom(this.app.random),
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      account: machine.account,
      time: this.app.world.clock.isoNow.replace(/\.\d+Z$/, 'Z'),
      region: machine.region,
      resources: [arn],
      detail: detailOf(execution),
    };
    this.app.services.buses.add('default', event, arn, machine);
  }
}

/** What there is not is null: so the examples of the page. */
function detailOf(execution: Execution): JsonObject {
  const { arn, machine, name, status, startedAt, endedAt, outcome, redriveCount, redriveTime } = execution;
  const input = JSON.stringify(execution.input);
  const output = outcome?.output === undefined ? null : JSON.stringify(outcome.output);
  const bytes = Buffer.byteLength(JSON.stringify([input, output]), 'utf8');
  const included = bytes <= LARGEST_INCLUDED_BYTES;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
    name,
    status,
    startDate: startedAt,
    stopDate: outcome ? endedAt : null,
    input: included ? input : null,
    inputDetails: { included },
    output: included ? output : null,
    outputDetails: output === null ? null : { included },
    redriveCount,
    redriveDate: redriveTime === undefined ? null : Date.parse(redriveTime),
    redriveStatus: execution.isRedrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    error: (outcome?.status !== 'TIMED_OUT' && outcome?.error) || null,
    cause: outcome?.cause ?? null,
  };
}
