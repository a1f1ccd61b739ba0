import type { Definition } from '../../asl/definition';
import { seededRandom, seedFrom, uuidFrom } from './random';

/** A state machine: what all of its executions share. */
export interface Machine {
  readonly definition: Definition;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  /** `arn:aws:states:us-east-1:111122223333:stateMachine:Orders` */
  readonly arn: string;
  readonly roleArn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/**
 * An Express execution is told apart by one part more: its name may be used again.
 *
 * @param earlier - how many executions had this name before
 */
export function executionArn({ arn, type }: Machine, name: string, earlier = 0): string {
  return type === 'EXPRESS'
    ? `${arn.replace(':stateMachine:', ':express:')}:${name}:${uuidFrom(seededRandom(seedFrom(name) + earlier))}`
    : `${arn.replace(':stateMachine:', ':execution:')}:${name}`;
}
