import type { RehearsedApp } from '../rehearsed-app';
import { Pipe, type PipeExecution } from './pipe';
import { PipeResource } from './pipe-resource';
import { sourceOf } from './sources';

/** Nothing in a rehearsal can put a message there, so such a pipe never runs. */
const NEVER_FED = /^arn:[\w-]+:mq:/;

/** All EventBridge Pipes of the app's templates. */
export class Pipes {
  private readonly log: PipeExecution[] = [];

  constructor(app: RehearsedApp) {
    for (const resource of app.resources.ofType('AWS::Pipes::Pipe')) {
      const settings = new PipeResource(app, resource);
      if (settings.isRunning && !NEVER_FED.test(settings.sourceArn)) {
        const source = sourceOf(settings, app);
        const pipe = new Pipe(app, settings, source, this.log);
        source.start((records) => pipe.run(records));
      }
    }
  }

  /** What went through, in the order in which it ended. */
  public get executions(): readonly PipeExecution[] {
    return [...this.log];
  }
}
