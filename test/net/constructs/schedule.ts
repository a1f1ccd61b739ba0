import { Duration, TimeZone } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ScheduledWorkflow, ScheduleTime, WorkflowSchedule, type WorkflowScheduleProps } from '../../../src';
import { LOG_DELIVERY, OWN_EXECUTIONS, UNDELIVERED_STARTS, UNDELIVERED_STARTS_SERVERLESS } from '../acknowledged';
import type { Subject } from '../subject';

const nightly = ScheduleTime.cron({ hour: '4', timeZone: TimeZone.EUROPE_BERLIN });

function schedule(
  name: string,
  options: (neighbours: Construct) => Partial<WorkflowScheduleProps>,
  acknowledged = [UNDELIVERED_STARTS, UNDELIVERED_STARTS_SERVERLESS],
): Subject {
  return {
    name,
    build: (scope, neighbours) => {
      const definitionBody = sfn.DefinitionBody.fromChainable(new sfn.Pass(neighbours, 'Work'));
      return new WorkflowSchedule(scope, 'Schedule', {
        workflow: new sfn.StateMachine(neighbours, 'Machine', { definitionBody }),
        schedule: nightly,
        ...options(neighbours),
      });
    },
    acknowledged,
  };
}

export const subjects: Subject[] = [
  schedule('Schedule of a state machine', () => ({ input: { report: 'daily' } })),
  schedule(
    'Schedule with keys of the user',
    (neighbours) => ({
      encryptionKey: new kms.Key(neighbours, 'Key'),
      deadLetterQueue: new sqs.Queue(neighbours, 'Queue', { encryptionMasterKey: new kms.Key(neighbours, 'QueueKey') }),
    }),
    [],
  ),
  {
    name: 'Scheduled workflow that never overlaps',
    build: (scope, neighbours) =>
      new ScheduledWorkflow(scope, 'Scheduled', {
        definition: new sfn.Pass(scope, 'Work'),
        schedule: ScheduleTime.rate(Duration.minutes(15)),
        singleton: true,
        deadLetterQueue: new sqs.Queue(neighbours, 'Queue'),
      }),
    acknowledged: [LOG_DELIVERY, OWN_EXECUTIONS],
  },
];
