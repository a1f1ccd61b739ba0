import type { Resource } from '../../asl/resource';
import type { Integration } from './integration';
import { lambdaFunction, lambdaInvoke } from './lambda';
import { sqsSendMessage } from './sqs';

const integrations: Record<string, Integration> = {
  'lambda:invoke': lambdaInvoke,
  'sqs:sendMessage': sqsSendMessage,
};

/** An action that nothing is known of: only a double can stand in for it. */
const unknown: Integration = {};

export function integrationOf(resource: Resource): Integration {
  switch (resource.kind) {
    case 'lambda':
      return lambdaFunction(resource.arn);
    case 'activity':
      return unknown;
    case 'integration':
      return (!resource.sdk && integrations[`${resource.service}:${resource.action}`]) || unknown;
  }
}
