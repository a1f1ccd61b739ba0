import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { decryptStatements } from '../../private/encrypted-machine';
import { invalid } from '../../private/errors';
import type { PipeEnrichmentConfig } from '../../private/pipe/pipe';
import { knownTypeOf, startStatement } from '../../private/started-machine';

/** What goes with the request to an API. */
export interface ApiDestinationEnrichmentOptions {
  /**
   * Headers by name. A value may be a path into the record: `$.messageId`.
   *
   * @default - none beside those of the connection
   */
  readonly headers?: { [name: string]: string };

  /**
   * Query parameters by name. A value may be a path into the record: `$.body.orderId`.
   *
   * @default - none
   */
  readonly queryString?: { [name: string]: string };

  /**
   * What is put in place of the asterisks in the endpoint of the API destination, in their order. A value may be a path
   * into the record.
   *
   * @default - none
   */
  readonly pathParameters?: string[];
}

/**
 * Something that is asked about the records of a pipe before they start an execution, and answers with what goes on in
 * their place. It gets the records as a list, `[{ "messageId": "…", "body": "…", … }]`, and answers with a list, which may
 * be shorter; `[]` starts nothing. When it fails, all records of the batch come again.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/pipes-enrichment.html
 */
export class PipeEnrichment {
  /**
   * A Lambda function: gets the list of records, answers with the list that goes on.
   */
  public static invoke(handler: lambda.IFunction): PipeEnrichment {
    return new PipeEnrichment(true, () => ({
      arn: handler.functionArn,
      statements: [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.functionArn] })],
    }));
  }

  /**
   * An Express workflow, run to its end: its input is the list of records, its output the list that goes on. A Standard
   * workflow is refused.
   */
  public static workflow(workflow: sfn.IStateMachine): PipeEnrichment {
    return new PipeEnrichment(true, (scope) => {
      if (knownTypeOf(workflow) === sfn.StateMachineType.STANDARD) {
        throw invalid(
          scope,
          'enrichment must be an Express workflow, received a Standard one: a pipe cannot wait for it',
        );
      }
      return {
        arn: workflow.stateMachineArn,
        statements: [startStatement(workflow, 'states:StartSyncExecution'), ...decryptStatements(workflow)],
      };
    });
  }

  /**
   * An API behind an API destination: gets one record as JSON, answers within five seconds with what goes on in its place.
   * Batches must have one record.
   */
  public static apiDestination(
    destination: events.IApiDestination,
    options: ApiDestinationEnrichmentOptions = {},
  ): PipeEnrichment {
    const { headers, queryString, pathParameters } = options;
    return new PipeEnrichment(false, () => ({
      arn: destination.apiDestinationArn,
      statements: [
        new iam.PolicyStatement({
          actions: ['events:InvokeApiDestination'],
          resources: [destination.apiDestinationArn],
        }),
      ],
      parameters:
        headers || queryString || pathParameters
          ? {
              httpParameters: {
                headerParameters: headers,
                queryStringParameters: queryString,
                pathParameterValues: pathParameters,
              },
            }
          : undefined,
    }));
  }

  private constructor(
    /**
     * Whether it takes several records at once.
     *
     * @internal
     */
    public readonly _takesBatches: boolean,
    /**
     * @internal
     */
    public readonly _bind: (scope: IConstruct) => PipeEnrichmentConfig,
  ) {}
}
