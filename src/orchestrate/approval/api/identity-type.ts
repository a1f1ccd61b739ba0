import type { IConstruct } from 'constructs';
import { invalid } from '../../../private/errors';
import type { ApiAuthorization } from '../../../private/rest-api/api-authorization';

/** By what those who decide are told apart, as the decision workflow is told. */
export type IdentityType = 'LINK' | 'IAM' | 'COGNITO' | 'JWT';

export function identityType(scope: IConstruct, { _config: { kind } }: ApiAuthorization): IdentityType {
  switch (kind) {
    case 'none':
      return 'LINK';
    case 'iam':
      return 'IAM';
    case 'cognito':
      return 'COGNITO';
    case 'lambda':
      return 'JWT';
    case 'apiKey':
      throw invalid(
        scope,
        'authorization must be none, iam, cognito or lambdaFunction, received apiKey: a key does not tell who decides',
      );
  }
}
