import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as pipes from 'aws-cdk-lib/aws-pipes';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { decryptStatements } from '../encrypted-machine';
import { invalid } from '../errors';
import { startStatement } from '../started-machine';
import { filterCriteria, type RecordPattern } from './pipe-filters';
import type { Invocation } from './pipe-invocation';
import { allowPipeKey } from './pipe-key';
import { type PipeLogSettings, pipeLogging } from './pipe-logs';
import { pipeRole } from './pipe-role';

/** Where a pipe reads: what differs from service to service. */
export interface PipeSourceConfig {
  readonly arn: string;
  /** `{ sqsQueueParameters: { … } }`; the filters are added. */
  readonly parameters: Omit<pipes.CfnPipe.PipeSourceParametersProperty, 'filterCriteria'>;
  /** What the role needs to read, and to put aside what it gave up. */
  readonly statements: readonly iam.PolicyStatement[];
  /** The keys of the source (to decrypt) and of its dead-letter queue (to encrypt). */
  readonly grantKeys?: (role: iam.IRole) => void;
}

/** Whom a pipe asks about a batch before it goes to the target. */
export interface PipeEnrichmentConfig {
  readonly arn: string;
  readonly statements: readonly iam.PolicyStatement[];
  readonly parameters?: pipes.CfnPipe.PipeEnrichmentParametersProperty;
}

/** What a pipe does, from which source whatever. */
export interface PipeConfig {
  readonly source: PipeSourceConfig;
  readonly filters?: readonly RecordPattern[];
  readonly enrichment?: PipeEnrichmentConfig;
  readonly target: { readonly workflow: sfn.IStateMachine; readonly invocation: Invocation };
  readonly logs?: PipeLogSettings;
  readonly encryptionKey?: kms.IKey;
}

/**
 * A pipe that starts executions, with its role and its log. No input template stands between the source and the workflow:
 * a template is text into which data is put, and data has quotes.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html
 */
export class Pipe extends Construct {
  public readonly role: iam.IRole;
  public readonly logGroup?: logs.ILogGroup;
  public readonly pipeName: string;
  public readonly pipeArn: string;

  public constructor(scope: Construct, id: string, config: PipeConfig) {
    super(scope, id);
    const { source, enrichment, target, encryptionKey } = config;
    refuseSourceElsewhere(scope, source.arn);
    const criteria = filterCriteria(scope, config.filters);
    const logging = pipeLogging(this, config.logs);
    const waits = target.invocation === 'REQUEST_RESPONSE';
    this.role = pipeRole(this, [
      ...source.statements,
      ...(enrichment?.statements ?? []),
      startStatement(target.workflow, waits ? 'states:StartSyncExecution' : 'states:StartExecution'),
      ...(waits ? decryptStatements(target.workflow) : []),
    ]);
    source.grantKeys?.(this.role);
    if (encryptionKey) allowPipeKey(this.role, encryptionKey, config.logs?.includeExecutionData ?? false);
    const resource = new pipes.CfnPipe(this, 'Resource', {
      roleArn: this.role.roleArn,
      source: source.arn,
      sourceParameters: { ...source.parameters, filterCriteria: criteria },
      enrichment: enrichment?.arn,
      enrichmentParameters: enrichment?.parameters,
      target: target.workflow.stateMachineArn,
      targetParameters: { stepFunctionStateMachineParameters: { invocationType: target.invocation } },
      logConfiguration: logging?.configuration,
      kmsKeyIdentifier: encryptionKey?.keyArn,
    });
    // With its policies: a pipe that may not read its source is not created.
    resource.node.addDependency(this.role);
    this.logGroup = logging?.logGroup;
    this.pipeName = resource.ref;
    this.pipeArn = resource.attrArn;
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-monitoring.html#pipes-monitoring-cloudwatch */
  public metric(metricName: string): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/EventBridge/Pipes',
      metricName,
      dimensionsMap: { PipeName: this.pipeName },
      statistic: cloudwatch.Stats.SUM,
      period: Duration.minutes(5),
    }).attachTo(this);
  }

  /** Batches that did not, or not in time, or not all of them, get to the workflow. One that is tried again counts again. */
  public metricFailed(): cloudwatch.MathExpression {
    return new cloudwatch.MathExpression({
      expression: 'FILL(failed, 0) + FILL(partial, 0) + FILL(late, 0)',
      label: 'Failed pipe executions',
      period: Duration.minutes(5),
      usingMetrics: {
        failed: this.metric('ExecutionFailed'),
        partial: this.metric('ExecutionPartiallyFailed'),
        late: this.metric('ExecutionTimeout'),
      },
    });
  }
}

/** A pipe reads what is in its own Region. A Kafka cluster that has no ARN may be anywhere. */
function refuseSourceElsewhere(scope: Construct, source: string): void {
  const { region } = Stack.of(scope);
  if (Token.isUnresolved(source) || Token.isUnresolved(region) || !source.startsWith('arn:')) return;
  const regionOfSource = source.split(':')[3];
  if (!Token.isUnresolved(regionOfSource) && regionOfSource !== region) {
    throw invalid(
      scope,
      `what is read must be in the Region of its pipe, ${region}, received ${source}: put the trigger into a stack over there`,
    );
  }
}
