import type { JsonObject } from '../../asl/json';
import { ServiceError } from '../integrations/service-error';
import { RehearsalError } from '../rehearsal-error';
import type { RehearsedApp } from './rehearsed-app';

/**
 * A client of Step Functions as the code of a function has it, with the rights of that function. It takes the commands of
 * `@aws-sdk/client-sfn`, and its errors have the names that those have.
 */
export class StepFunctionsOfFunction {
  /** @internal */
  constructor(
    private readonly app: RehearsedApp,
    private readonly functionArn: string,
  ) {}

  /** @param command - a `StartExecutionCommand` */
  public async send(command: object): Promise<{ readonly executionArn: string; readonly startDate: Date }> {
    const { input } = command as { readonly input: JsonObject };
    const kind = command.constructor.name;
    if (kind !== 'StartExecutionCommand') {
      throw new RehearsalError(`a function sends a ${kind}, which is not rehearsed; only StartExecutionCommand is`);
    }
    const stateMachineArn = String(input.stateMachineArn);
    try {
      this.app.roles.demand(this.role, {
        action: 'states:StartExecution',
        resource: stateMachineArn.split(':').slice(0, 7).join(':'),
      });
      const { arn, startedAt } = this.app.stateMachines.startExecution({
        stateMachineArn,
        name: textOf(input.name),
        input: textOf(input.input),
      });
      return { executionArn: arn, startDate: new Date(startedAt) };
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      throw Object.assign(new Error(error.message), { name: error.code });
    }
  }

  private get role(): string {
    const found = this.app.resources.find('AWS::Lambda::Function', this.functionArn);
    if (!found) {
      throw new RehearsalError(`the app has no function ${this.functionArn}, whose rights its client would have`);
    }
    return String(found.properties.Role);
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
