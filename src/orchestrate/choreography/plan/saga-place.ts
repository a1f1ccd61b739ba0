import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { isElsewhere } from '../../../private/elsewhere';
import { invalid } from '../../../private/errors';
import type { SagaParticipantOptions } from '../participant-options';
import type { Choreography } from './choreography';

/** By which name events find a saga: it stands in their details. */
export function refuseBadName(scope: Construct, name: string): void {
  if (!/^[A-Za-z0-9._-]{1,128}$/.test(name)) {
    throw invalid(
      scope,
      `sagaName must have 1 to 128 letters, digits, dots, hyphens and underscores, received '${name}'`,
    );
  }
}

export function refuseStrangers(
  scope: Construct,
  { parts }: Choreography,
  participants: { [step: string]: SagaParticipantOptions },
): void {
  const names = parts.map(({ step }) => step.name);
  const stranger = Object.keys(participants).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw invalid(
      scope,
      `participants must be called as steps are, received '${stranger}': write one of ${names.join(', ')}`,
    );
  }
}

/** The table takes writes of its own account, and a rule lives where its bus does. */
export function refuseElsewhere(scope: Construct, step: string, elsewhere: Construct): void {
  const { account, region } = Stack.of(elsewhere);
  if (isElsewhere({ account, region }, Stack.of(scope))) {
    throw invalid(
      scope,
      `the participant of step '${step}' must be in the account and Region of the saga, received ${account}/${region}: let ` +
        'its action call a service there',
    );
  }
}
