import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import { mayBreakText } from '../pattern/bounded-text';
import type { Pattern } from '../pattern/rendered-pattern';
import { jsonataIn, type RouteInput } from '../route-input';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
const MOST_VARIABLES = 100;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
const LONGEST_TEMPLATE = 8192;

/** The expressions that EventBridge can do: a part of the event by its names. */
const PART = /^\$event(?<path>(\.([A-Za-z_]\w*|`[\w-]+`)|\[\d+\])*)$/;

const WHOLE_EVENT = 'aws.events.event.json';

/**
 * What a target gets of an event, in the words of a rule: nothing, an input path, a constant or an input transformer.
 *
 * @param prop - for messages: `targets[0].input`
 * @param pattern - of the route, which may say what a text can be
 */
export function ruleInput(
  scope: IConstruct,
  prop: string,
  input: RouteInput,
  pattern: Pattern,
): events.RuleTargetInput | undefined {
  const mapped = input._mapped;
  if (mapped === undefined) return undefined;
  const template = new Template(scope, prop, pattern);
  const alone = typeof mapped === 'string' ? template.pathIn(mapped) : undefined;
  if (alone !== undefined) return alone === '$' ? undefined : new RuleInput({ inputPath: alone });
  const text = template.textOf(mapped);
  const { paths } = template;
  if (paths.size > MOST_VARIABLES) {
    throw invalid(scope, `${prop} must name at most ${MOST_VARIABLES} parts of the event, received ${paths.size}`);
  }
  if (!Token.isUnresolved(text) && text.length > LONGEST_TEMPLATE) {
    throw invalid(scope, `${prop} must have at most ${LONGEST_TEMPLATE} characters as JSON, received ${text.length}`);
  }
  if (!template.usesEvent) return new RuleInput({ input: text });
  return new RuleInput({ inputTemplate: text, inputPathsMap: Object.fromEntries(paths) });
}

/** The CDK's own writes templates from texts with tokens, and takes quotation marks away that it did not put there. */
class RuleInput extends events.RuleTargetInput {
  public constructor(private readonly properties: events.RuleTargetInputProperties) {
    super();
  }

  public override bind(): events.RuleTargetInputProperties {
    return this.properties;
  }
}

/** The template of an input transformer while it is written. */
class Template {
  /** By the name of a variable. */
  public readonly paths = new Map<string, string>();
  public usesEvent = false;

  public constructor(
    private readonly scope: IConstruct,
    private readonly prop: string,
    private readonly pattern: Pattern,
  ) {}

  /** The path that an expression stands for; undefined for another text. */
  public pathIn(text: string): string | undefined {
    const jsonata = jsonataIn(text);
    if (jsonata === undefined) return undefined;
    const path = PART.exec(jsonata)?.groups?.path;
    if (path === undefined) {
      throw invalid(
        this.scope,
        `${this.prop} must only name parts of the event, which is all that EventBridge can do, received ${text}: write ` +
          '{% $event.detail.orderId %}, or {% $event.`detail-type` %}; compute in the target',
      );
    }
    return `$${path.replace(/`/g, '')}`;
  }

  public textOf(value: unknown): string {
    if (Token.isUnresolved(value)) return this.literal(value);
    if (typeof value === 'string') return this.textOfText(value);
    if (Array.isArray(value)) return `[${value.map((item) => this.textOf(item)).join(',')}]`;
    if (typeof value !== 'object' || value === null) return this.literal(value ?? null);
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([name, member]) => `${this.literal(name)}:${this.textOf(member)}`).join(',')}}`;
  }

  private textOfText(text: string): string {
    const path = this.pathIn(text);
    if (path === undefined) return this.literal(text);
    this.usesEvent = true;
    if (path === '$') return `<${WHOLE_EVENT}>`;
    this.warnOfQuotes(text, path);
    const known = [...this.paths].find(([, one]) => one === path)?.[0];
    const name = known ?? `v${this.paths.size}`;
    this.paths.set(name, path);
    return `<${name}>`;
  }

  /** What stands for itself; an angle bracket would begin a variable. */
  private literal(value: unknown): string {
    if (Token.isUnresolved(value)) return Stack.of(this.scope).toJsonString(value);
    return JSON.stringify(value).replace(/</g, '\\u003c').replace(/>/g, '\\u003e');
  }

  /**
   * "EventBridge doesn't escape values extracted by Input Path": the documentation. Others have seen it do so.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-issues
   */
  private warnOfQuotes(text: string, path: string): void {
    if (!mayBreakText(this.scope, this.pattern, path.slice(2))) return;
    Annotations.of(this.scope).addWarningV2(
      'cdk-workflows:unescapedInput',
      `${this.prop} has ${text} in it, a text that EventBridge does not escape: with a quotation mark or a line break the event ` +
        'ends in the dead-letter queue as INVALID_JSON, and whoever sends it can write fields of his own. Send ' +
        'RouteInput.detailOnly() or a whole object or list, or say in the route which texts it may be',
    );
  }
}
