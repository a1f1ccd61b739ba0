import type { ChoreographyCounts } from './choreography/measure';
import type { InterpreterResult } from './interpreter/measure';
import type { LoadResult, SubjectResult } from './measure';

/** What a run of the bench writes. */
export interface Results {
  readonly date: string;
  readonly node: string;
  readonly cdk: string;
  readonly quick: boolean;
  readonly load: LoadResult;
  readonly interpreter: InterpreterResult;
  readonly choreography: readonly ChoreographyCounts[];
  readonly subjects: { readonly [name: string]: SubjectResult };
}
