import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { BuildOptions } from './bench-module';

/** A definition of the user's own, which is the same on both sides. */
export function payments(scope: Construct, fn: BuildOptions['fn'], size: number): sfn.IChainable {
  const invokes = Array.from({ length: size }, (_, n) =>
    tasks.LambdaInvoke.jsonata(scope, `Task${n}`, {
      lambdaFunction: fn(`Task${n}`),
      outputs: '{% $states.result.Payload %}',
      taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
    }),
  );
  invokes.slice(1).forEach((invoke, index) => void invokes[index].next(invoke));
  return invokes[0];
}
