import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { uuidFrom } from '../../execution/random';
import { parsedIfJson } from '../../integrations/parsed-if-json';
import { RehearsalError } from '../../rehearsal-error';
import type { Attempt } from '../permissions/statement';
import type { RehearsedApp } from '../rehearsed-app';
import type { ScheduleResource } from './schedule-resource';

/** What a kind of target needs, and how it is invoked. Invoking throws a ServiceError for what the service refuses. */
interface Invocation {
  readonly needs: Pick<Attempt, 'action' | 'resource'>;
  readonly invoke: (input: string) => void;
}

/**
 * The targets of schedules: those templates of Scheduler that start something in this app.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
 */
export function invocationOf(app: RehearsedApp, schedule: ScheduleResource): Invocation {
  const target = schedule.target;
  const arn = String(target.Arn);
  switch (arn.split(':')[2]) {
    case 'states':
      return {
        needs: { action: 'states:StartExecution', resource: arn.split(':').slice(0, 7).join(':') },
        invoke: (input) => void app.stateMachines.startExecution({ stateMachineArn: arn, input }),
      };
    case 'lambda':
      return {
        needs: { action: 'lambda:InvokeFunction', resource: arn },
        invoke: (input) => callFunction(app, arn, parsedIfJson(input), schedule),
      };
    case 'sqs':
      return {
        needs: { action: 'sqs:SendMessage', resource: arn },
        invoke: (input) => sendMessage(app, arn, input, target, schedule),
      };
    default:
      throw new RehearsalError(`the schedule '${schedule.path}' has the target ${arn}, which is not rehearsed`);
  }
}

/** Lambda takes the event and answers at once: what becomes of it is not Scheduler's to know. */
function callFunction(app: RehearsedApp, arn: string, payload: Json, schedule: ScheduleResource): void {
  app.begin(async () => {
    try {
      await app.functions.invoke(arn, payload, `the schedule '${schedule.path}'`);
    } catch (error) {
      if (error instanceof RehearsalError) {
        throw error;
      }
    }
  });
}

function sendMessage(
  app: RehearsedApp,
  arn: string,
  body: string,
  { SqsParameters: parameters }: JsonObject,
  schedule: ScheduleResource,
): void {
  const { MessageGroupId: groupId } = isObject(parameters) ? parameters : {};
  app.services.queues.add(arn, {
    messageId: uuidFrom(app.random),
    body,
    ...(groupId !== undefined && { groupId: String(groupId) }),
    sentAt: app.world.clock.now,
    sentBy: schedule.arn,
  });
}
