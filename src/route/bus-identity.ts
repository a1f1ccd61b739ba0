import { Reference, type Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';
import { isElsewhere } from '../private/elsewhere';

type BusName = IConstruct | string | undefined;

/**
 * Which bus a name or an ARN means: the construct that makes it, its name where it is not made in this app, undefined where
 * only the deployment knows.
 */
export function busIdentity(nameOrArn: string): BusName {
  const { firstToken, length } = Tokenization.reverseString(nameOrArn);
  if (length === 1 && Reference.isReference(firstToken)) return firstToken.target;
  const name = nameOrArn.split(':event-bus/').pop() as string;
  return Token.isUnresolved(name) ? undefined : name;
}

/** Whether an ARN is known to be of another account or Region than a stack; a name is of the same. */
export function isBusElsewhere(nameOrArn: string, stack: Stack): boolean {
  const [, , , region, account, name] = nameOrArn.split(':');
  return name !== undefined && isElsewhere({ account, region }, stack);
}

/**
 * Whether that is certain of two buses. A bus that an app makes is not the default one, and may be any other of a name as
 * long as the app gives it none.
 */
export function areDifferentBuses(one: string, other: string): boolean {
  const identities = [busIdentity(one), busIdentity(other)];
  const [first, second] = identities;
  if (first === undefined || second === undefined || first === second) return false;
  if (typeof first === typeof second || identities.includes('default')) return true;
  const names = identities.map(writtenName);
  return names[0] !== names[1] && names.every((name) => typeof name === 'string' && !Token.isUnresolved(name));
}

/** Whether two identities are those of one bus, for which an app may write the name that it gave the bus. */
export function isOneBus(one: BusName, other: BusName): boolean {
  return one !== undefined && (one === other || writtenName(one) === writtenName(other));
}

function writtenName(identity: BusName): unknown {
  return identity instanceof events.CfnEventBus ? identity.name : identity;
}
