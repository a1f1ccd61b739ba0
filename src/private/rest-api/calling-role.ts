import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * The role with which API Gateway calls the services behind an API. Its rights are one inline policy, so that no API can
 * be deployed before them.
 *
 * Nothing in the trust policy names the account or the API: API Gateway tells neither when it takes the role of an
 * integration, and would be refused. https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/pull/479
 */
export class CallingRole extends iam.Role {
  private readonly rights: iam.PolicyDocument;

  public constructor(scope: Construct, id: string) {
    const rights = new iam.PolicyDocument({ minimize: true });
    super(scope, id, {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      inlinePolicies: { Api: rights },
    });
    this.rights = rights;
  }

  public override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.rights.addStatements(statement);
    return { statementAdded: true, policyDependable: this };
  }
}
