import { type CfnElement, Duration } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { type ChoreographedSagaProps, SagaStep } from '../../../src';
import { testFunction } from '../../functions';
import { NAMES, orderChoreography } from './order-choreography';
import { sagaOf } from './saga-app';

describe('what is made', () => {
  test('is this', () => {
    const { stack } = orderChoreography();
    const template = Template.fromStack(stack);
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['cdk-workflows.saga'],
        'detail-type': Match.arrayWith(['Saga Started', 'Step Awaited']),
        detail: { saga: ['orders'], next: ['ProcessPayment'] },
        'replay-name': [{ exists: false }],
      },
      Targets: [
        {
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86400 },
          DeadLetterConfig: Match.anyValue(),
        },
      ],
    });
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(2 minutes)' });
    template.resourceCountIs('AWS::Lambda::Function', 2 * NAMES.length);
    template.resourceCountIs('AWS::StepFunctions::StateMachine', NAMES.length + 2);
    const kinds = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    );
    const counted: Record<string, number> = {};
    for (const kind of kinds.filter((type) => !/Lambda/.test(type)).sort()) counted[kind] = (counted[kind] ?? 0) + 1;
    expect(counted).toMatchSnapshot();
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('ends participants before the watcher comes', () => {
    const limitsOf = (props: Partial<ChoreographedSagaProps>) => {
      const { stack, saga } = sagaOf(
        (scope) => [
          SagaStep.invoke('Slow', { action: testFunction(scope, 'A', Duration.minutes(5)), retry: { attempts: 1 } }),
          SagaStep.invoke('Quick', { action: testFunction(scope, 'B', Duration.seconds(3)) }),
          SagaStep.invoke('Patient', {
            action: testFunction(scope, 'C', Duration.seconds(60)),
            retry: { attempts: 12 },
          }),
        ],
        props,
      );
      const schedule = Object.values(Template.fromStack(stack).findResources('AWS::Scheduler::Schedule'))[0];
      const limits = Object.values(saga.participants).map(({ stateMachine }) => {
        const id = stack.getLogicalId(stateMachine.node.defaultChild as CfnElement);
        const { DefinitionString } = Template.fromStack(stack).toJSON().Resources[id].Properties;
        return (JSON.parse(DefinitionString) as { TimeoutSeconds: number }).TimeoutSeconds;
      });
      return [limits, schedule.Properties.ScheduleExpression];
    };
    // 13 attempts of 65 s with waits of 20 s at the most between them, 180 s for the moves; one attempt more that begins at the last moment.
    const attempts = 13 * 65 + (1 + 2 + 4 + 8 + 16) + 7 * 20;
    const watch = Math.ceil((attempts + 180 + 65) / 60) * 60;
    // Whatever others take: each has time for all its own attempts.
    expect(watch - 305).toBeLessThan(attempts);
    expect(limitsOf({})).toEqual([[watch - 305, watch - 8, watch - 65], 'rate(5 minutes)']);
    const quick = orderChoreography(() => ({
      stateMachineType: sfn.StateMachineType.EXPRESS,
      watch: Duration.hours(2),
    }));
    Template.fromStack(quick.stack).resourcePropertiesCountIs(
      'AWS::StepFunctions::StateMachine',
      {
        StateMachineType: 'EXPRESS',
        DefinitionString: Match.serializedJson(Match.objectLike({ TimeoutSeconds: 300 })),
      },
      NAMES.length,
    );
    expect(limitsOf({ watch: Duration.hours(2) })).toEqual([[7200 - 305, 7200 - 8, 7200 - 65], 'rate(5 minutes)']);
  });

  test('has no alarms if none are wanted', () => {
    const { stack, saga } = orderChoreography(() => ({ alarms: false }));
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 0);
    expect(saga.alarms).toEqual([]);
  });

  test('lets others begin sagas, and look at them', () => {
    const { stack, saga } = orderChoreography();
    const role = new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
    saga.grantStartExecution(role);
    saga.grantReadProgress(role);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: 'states:StartExecution' }),
          Match.objectLike({ Action: ['dynamodb:GetItem', 'dynamodb:Query'] }),
        ]),
      },
    });
  });
});
