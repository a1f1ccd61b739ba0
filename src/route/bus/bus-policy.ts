import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { estimatedLength } from '../../private/estimated-length';

/**
 * The statements that say who may put events onto a bus.
 *
 * Each is a resource of CloudFormation, and each waits for the one before: the policy of a bus is one document, which two
 * must not change at a time.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-events-eventbuspolicy.html
 */
export class BusPolicy extends Construct {
  private readonly statements: iam.PolicyStatement[] = [];
  private last?: events.CfnEventBusPolicy;

  public constructor(
    scope: Construct,
    id: string,
    private readonly bus: events.IEventBus,
  ) {
    super(scope, id);
  }

  /** @param id - of the statement, unique in the policy */
  public allow(id: string, statement: iam.PolicyStatement): void {
    statement.sid = id;
    const resource = new events.CfnEventBusPolicy(this, id, {
      eventBusName: this.bus.eventBusName,
      statementId: id,
      statement: statement.toStatementJson(),
    });
    this.statements.push(statement);
    if (this.last) resource.node.addDependency(this.last);
    this.last = resource;
  }

  /** How long the whole policy is, about: names that only the deployment knows are taken to be long. */
  public get characters(): number {
    const Statement = this.statements.map((statement) => statement.toStatementJson());
    return estimatedLength(this, { Version: '2012-10-17', Statement });
  }
}
