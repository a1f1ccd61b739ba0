import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  paginateGetExecutionHistory,
  paginateListExecutions,
  SFNClient,
  StartExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sfn';

/** Executions of state machines with this tag are run by our interpreter: integ/emulator/interpreted_executions.py */
const INTERPRETED = 'cdk-workflows:interpreted';
const PATIENCE_MILLISECONDS = 60_000;

export interface DeployedResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
}

/**
 * What was deployed of one app, to be asserted on: on AWS or on the emulator. Both are reached in the same way, by the
 * clients of AWS, which take Region, credentials and endpoint from the environment.
 */
export class Deployment {
  /** The resources of a stack, as CloudFormation lists them. */
  public static async of(stackNames: readonly string[]): Promise<Deployment> {
    const cloudFormation = new CloudFormationClient({});
    const resources: DeployedResource[] = [];
    for (const StackName of stackNames) {
      for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName })) {
        for (const { LogicalResourceId, PhysicalResourceId, ResourceType } of page.StackResourceSummaries ?? []) {
          const logicalId = String(LogicalResourceId);
          resources.push({ logicalId, physicalId: String(PhysicalResourceId), type: String(ResourceType) });
        }
      }
    }
    return new Deployment(resources);
  }

  private client?: SFNClient;

  constructor(public readonly resources: readonly DeployedResource[]) {}

  /**
   * The physical id of the one resource of a type whose logical id begins so: an ARN, a URL or a name, as `Ref` gives.
   *
   * @param logicalId - the construct's path without slashes, or the beginning of it; may be left out where there is one
   */
  public id(type: string, logicalId = ''): string {
    const found = this.resources.filter((one) => one.type === type && one.logicalId.startsWith(logicalId));
    if (found.length === 1) return found[0].physicalId;
    const known = this.resources.filter((one) => one.type === type).map((one) => one.logicalId);
    throw new Error(
      `${found.length} resources of type ${type} begin with '${logicalId}'; there are ${known.join(', ')}`,
    );
  }

  public stateMachine(logicalId = ''): string {
    return this.id('AWS::StepFunctions::StateMachine', logicalId);
  }

  /** Starts an execution of a state machine and goes along with it to its end. */
  public async execute(stateMachineArn: string, input: unknown): Promise<DescribeExecutionCommandOutput> {
    const started = await this.stepFunctions.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    return this.ended(String(started.executionArn));
  }

  /** An execution as it is at the moment. */
  public execution(executionArn: string): Promise<DescribeExecutionCommandOutput> {
    return this.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  }

  public ended(executionArn: string): Promise<DescribeExecutionCommandOutput> {
    return this.eventually(`the end of ${executionArn}`, async () => {
      const execution = await this.execution(executionArn);
      return execution.status === 'RUNNING' ? undefined : execution;
    });
  }

  /** The names of the states that an execution has entered. */
  public async visited(executionArn = ''): Promise<string[]> {
    const names: string[] = [];
    for await (const page of paginateGetExecutionHistory({ client: this.stepFunctions }, { executionArn })) {
      names.push(
        ...(page.events ?? []).flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []),
      );
    }
    return names;
  }

  /** All executions of a state machine that there are so far, the newest first. */
  public async executions(stateMachineArn: string): Promise<DescribeExecutionCommandOutput[]> {
    const found: DescribeExecutionCommandOutput[] = [];
    for await (const page of paginateListExecutions({ client: this.stepFunctions }, { stateMachineArn })) {
      for (const { executionArn } of page.executions ?? []) {
        found.push(await this.execution(String(executionArn)));
      }
    }
    return found;
  }

  /** The end of the execution with an input that suits, once it is there. */
  public async executionWith(
    stateMachineArn: string,
    // biome-ignore lint/suspicious/noExplicitAny: an input has whatever shape its app gives it
    suits: (input: any) => boolean,
  ): Promise<DescribeExecutionCommandOutput> {
    const found = await this.eventually('an execution', async () =>
      (await this.executions(stateMachineArn)).find(({ input }) => suits(JSON.parse(input ?? 'null'))),
    );
    return this.ended(String(found.executionArn));
  }

  /** Asks again and again until there is an answer. */
  public async eventually<Answer>(what: string, ask: () => Promise<Answer | undefined>): Promise<Answer> {
    const latest = Date.now() + PATIENCE_MILLISECONDS;
    for (;;) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      if (Date.now() > latest) throw new Error(`${what} did not come within ${PATIENCE_MILLISECONDS / 1000} seconds`);
      await sleep(200);
    }
  }

  /** Lets enough time pass for something that must not happen. */
  public async calm(): Promise<void> {
    await sleep(2000);
  }

  /** Lets our interpreter run the executions of this app meanwhile. Only the emulator looks at the tag. */
  public async interpreted(work: () => Promise<void>): Promise<void> {
    const machines = this.resources.filter(({ type }) => type === 'AWS::StepFunctions::StateMachine');
    const arns = machines.map(({ physicalId }) => physicalId);
    const tags = [{ key: INTERPRETED, value: 'yes' }];
    for (const resourceArn of arns) await this.stepFunctions.send(new TagResourceCommand({ resourceArn, tags }));
    try {
      await work();
    } finally {
      for (const resourceArn of arns) {
        await this.stepFunctions.send(new UntagResourceCommand({ resourceArn, tagKeys: [INTERPRETED] }));
      }
    }
  }

  private get stepFunctions(): SFNClient {
    this.client ??= new SFNClient({});
    return this.client;
  }
}
