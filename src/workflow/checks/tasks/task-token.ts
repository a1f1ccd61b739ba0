import type { State } from '../../../asl/definition';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';
import { resourceText } from './resource-of';

export const taskToken: CheckRule = {
  id: 'cdk-workflows:taskToken',
  severity: CheckSeverity.ERROR,
  title: 'A task that waits for its token hands it out',
  why: 'Nobody can answer: the execution waits until the task times out, or for a year.',
  fix: 'Put `{% $states.context.Task.Token %}` into the Arguments, or `"token.$": "$$.Task.Token"` into the Parameters.',
  page: `${GUIDE}/connect-to-resource.html`,
  example: {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Parameters: { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/approvals', MessageBody: 'approve' },
    TimeoutSeconds: 3600,
  },
  *check({ states }) {
    for (const { name, state, queryLanguage } of states) {
      if (state.Type !== 'Task' || !resourceText(state)?.endsWith('.waitForTaskToken')) continue;
      if (!handsOut(state)) {
        const [field, token] =
          queryLanguage === 'JSONata'
            ? ['Arguments', '{% $states.context.Task.Token %}']
            : ['Parameters', '"token.$": "$$.Task.Token"'];
        yield {
          state: name,
          message: `waits for ${state.Resource}, but ${field} does not hold the token: put in ${token}`,
        };
      }
    }
  },
};

/** The token itself, or the whole of what holds it; where only the deployment knows, nothing is said. */
function handsOut({ Arguments, Parameters }: State): boolean {
  return /Task\.Token|\$\$(\.Task)?"|\$states(?!\.)|\bcontext(?!\.(?!Task\b|\())|\$\{/.test(
    JSON.stringify([Arguments, Parameters]),
  );
}
