import { expressMisuse } from './express-misuse';
import type { CheckRule } from './rule';
import { stateName } from './state-name';
import { unboundedCallback } from './unbounded-callback';

/** Every rule, in the order in which findings are reported. */
export const checkRules: readonly CheckRule[] = [stateName, expressMisuse, unboundedCallback];
