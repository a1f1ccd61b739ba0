import type { NeededRight } from './right';

/** What a resource does with a role. */
export interface RoleUse {
  readonly roleArn: string;
  readonly needs: readonly NeededRight[];
}
