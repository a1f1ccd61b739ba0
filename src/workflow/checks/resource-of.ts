import type { State } from '../../asl/definition';
import { parseResource, type Resource } from '../../asl/resource';

/** What a Task calls; undefined where only the deployment knows. */
export function resourceOf(state: State): Resource | undefined {
  const text = String(state.Resource).replace(/^arn:\$\{\w+\}:/, 'arn:aws:');
  return text.includes('${') ? undefined : parseResource(text);
}
