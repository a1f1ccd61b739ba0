import { isObject, type JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import type { AppResource } from '../app-resources';
import type { Attempt } from '../permissions/statement';
import type { RehearsedApp } from '../rehearsed-app';

/** A pipe as its template has it. https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_CreatePipe.html */
export class PipeResource {
  constructor(
    private readonly app: RehearsedApp,
    private readonly resource: AppResource,
  ) {}

  public get arn(): string {
    return this.resource.arn;
  }

  public get name(): string {
    return this.resource.ref;
  }

  public get region(): string {
    return this.resource.place.region;
  }

  /** How messages name it: `the pipe 'Orders/Trigger/Pipe'`. */
  public get title(): string {
    return `the pipe '${this.resource.path}'`;
  }

  public get isRunning(): boolean {
    return this.text('DesiredState') !== 'STOPPED';
  }

  public get roleArn(): string {
    return this.text('RoleArn') ?? '';
  }

  public get sourceArn(): string {
    return this.text('Source') ?? '';
  }

  /** Whether it reads a Kafka that is not of AWS, whose address stands for its ARN: `smk://host:port`. */
  public get isSelfManaged(): boolean {
    return this.sourceArn.startsWith('smk:');
  }

  public get enrichmentArn(): string | undefined {
    return this.text('Enrichment');
  }

  public get targetArn(): string {
    return this.text('Target') ?? '';
  }

  /** Settings of the source, `SqsQueueParameters` and the like. */
  public sourceParameters(name: string): JsonObject {
    return this.parameters('SourceParameters', name);
  }

  public enrichmentParameters(name: string): JsonObject {
    return this.parameters('EnrichmentParameters', name);
  }

  public targetParameters(name: string): JsonObject {
    return this.parameters('TargetParameters', name);
  }

  public get enrichmentTemplate(): string | undefined {
    return this.template('EnrichmentParameters');
  }

  public get targetTemplate(): string | undefined {
    return this.template('TargetParameters');
  }

  /** The patterns of its filters; empty when everything passes. */
  public get filters(): readonly string[] {
    const { Filters = [] } = this.sourceParameters('FilterCriteria');
    return [Filters].flat().flatMap((filter) => (isObject(filter) ? [String(filter.Pattern)] : []));
  }

  /** Throws what AWS answers when the pipe's role lacks a right. */
  public demand(action: string, resource: string, more: Readonly<Record<string, string>> = {}): void {
    const account = this.arn.split(':')[4];
    const context = { 'aws:SourceArn': this.arn, 'aws:SourceAccount': account, ...more };
    const attempt: Attempt = { action, resource, context };
    this.app.roles.demand(this.roleArn, attempt, 'pipes.amazonaws.com');
  }

  /** Something of this pipe that no rehearsal does. */
  public notRehearsed(what: string): RehearsalError {
    return new RehearsalError(`${this.title} has ${what}, which a rehearsal does not do`);
  }

  private parameters(kind: string, name: string): JsonObject {
    const all = this.resource.properties[kind];
    const found = isObject(all) ? all[name] : undefined;
    return isObject(found) ? found : {};
  }

  private template(kind: string): string | undefined {
    const parameters = this.resource.properties[kind];
    const template = isObject(parameters) ? parameters.InputTemplate : undefined;
    return template === undefined || template === null ? undefined : String(template);
  }

  private text(property: string): string | undefined {
    const value = this.resource.properties[property];
    return value === undefined || value === null ? undefined : String(value);
  }
}
