import type { JsonObject } from '../../asl/json';
import type { Assembly } from '../template/assembly';
import type { Place } from '../template/resource-identity';
import type { StackValues } from '../template/stack-values';

/** A resource of a synthesized template, as it would be deployed. */
export interface AppResource {
  readonly type: string;
  readonly logicalId: string;
  /** The path of its construct, for messages. */
  readonly path: string;
  readonly arn: string;
  /** What `Ref` gives. */
  readonly ref: string;
  /** With every intrinsic function evaluated. */
  readonly properties: JsonObject;
  readonly place: Place;
}

/** Everything that the stacks of an app deploy. */
export class AppResources {
  private readonly known = new Map<string, readonly AppResource[]>();

  constructor(private readonly assembly: Assembly) {}

  /** The resources of a type, in all stacks. */
  public ofType(type: string): readonly AppResource[] {
    const known = this.known.get(type);
    if (known) {
      return known;
    }
    const found = this.assembly.stacks.flatMap((stack) => resourcesIn(this.assembly.valuesOf(stack), type));
    this.known.set(type, found);
    return found;
  }

  /** The accounts and Regions of the stacks, each once, in the order of the stacks. */
  public get places(): readonly Place[] {
    const places = this.assembly.stacks.map((stack) => this.assembly.valuesOf(stack).place);
    return [...new Map(places.map((place) => [`${place.account}/${place.region}`, place])).values()];
  }

  public find(type: string, arn: string): AppResource | undefined {
    return this.ofType(type).find((resource) => resource.arn === arn);
  }
}

function resourcesIn(values: StackValues, type: string): AppResource[] {
  return Object.entries(values.template.Resources ?? {})
    .filter(([, resource]) => resource.Type === type)
    .map(([logicalId, { Properties = {}, Metadata = {} }]) => ({
      type,
      logicalId,
      path: String(Metadata['aws:cdk:path'] ?? `${values.stack.name}/${logicalId}`).replace(/\/Resource$/, ''),
      arn: String(values.attribute(logicalId, 'Arn')),
      ref: String(values.ref(logicalId)),
      properties: values.evaluate(Properties) as JsonObject,
      place: values.place,
    }));
}
