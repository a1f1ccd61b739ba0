import { Fn, type IResolvable, type IResolveContext, Reference, Token, Tokenization } from 'aws-cdk-lib';
import type { Definition } from '../asl/definition';

/** A definition as CloudFormation wants it: one literal JSON text with `${key}` where a deploy-time value goes. */
export interface DefinitionLiteral {
  readonly text: string;
  /** The same as data; where a deploy-time value goes stands a string `${key}`. */
  readonly definition: Definition;
  /** Keys of the text and their values, tokens still; undefined when there is none, for an empty map is refused. */
  readonly substitutions?: Record<string, IResolvable>;
}

// Private-use control characters mark where a substitution goes until the text is JSON, so that a user's own `${` can be
// told apart from ours: it becomes `\u0024{`, which CloudFormation and its linters leave alone. They are Latin-1, because
// one character beyond doubles the bytes of the whole text, and the time of all that is done with it.
const TEXT_MARK = '\u0091';
const NUMBER_MARK = '\u0092';
const MARK_END = '\u009c';

/**
 * Renders a definition that may hold tokens.
 *
 * Tokens are collected, never resolved to an attribute: the value in the substitution map is the token itself, so a
 * resource of another stack still becomes an export and an import there.
 */
export function renderLiteral(definition: object, context: IResolveContext): DefinitionLiteral {
  const collector = new TokenCollector(context);
  const marked = JSON.stringify(collector.literal(definition)).replaceAll('${', '\\u0024{');
  const { substitutions } = collector;
  return {
    text: unmark(unmark(marked, MARKED_NUMBER, substitutions), MARKED, substitutions),
    // Parsed for the checks only, which look at one of many renderings.
    get definition() {
      return JSON.parse(unmark(marked, MARKED, substitutions));
    },
    substitutions: substitutions.size ? Object.fromEntries(substitutions) : undefined,
  };
}

const MARKED = new RegExp(`[${NUMBER_MARK}${TEXT_MARK}](\\w+)${MARK_END}`, 'g');

/** A whole number is marked as a string, whose quotes go with the mark. */
const MARKED_NUMBER = new RegExp(`"${NUMBER_MARK}(\\w+)${MARK_END}"`, 'g');

/** Writes `${key}` for every mark of ours: a user's text may hold the same characters, but around no key. */
function unmark(marked: string, mark: RegExp, substitutions: ReadonlyMap<string, IResolvable>): string {
  return marked.replace(mark, (text, key: string) => (substitutions.has(key) ? `\${${key}}` : text));
}

class TokenCollector {
  public readonly substitutions = new Map<string, IResolvable>();
  private readonly keysByIdentity = new Map<string, string>();

  public constructor(private readonly context: IResolveContext) {}

  /** The value with every token replaced: by what it stands for where that is known now, by a mark where it is not. */
  public literal(value: unknown): unknown {
    if (typeof value === 'string') return Token.isUnresolved(value) ? this.text(value) : value;
    if (typeof value === 'number') {
      const token = Tokenization.reverseNumber(value);
      return token ? this.token(token, NUMBER_MARK) : value;
    }
    if (Array.isArray(value)) {
      // An encoded list is one string; asked about anything else, the CDK stumbles.
      const token = typeof value[0] === 'string' ? Tokenization.reverseList(value as string[]) : undefined;
      return token ? this.list(token, value as string[]) : value.map((item) => this.literal(item));
    }
    if (Tokenization.isResolvable(value)) return this.token(value as IResolvable, TEXT_MARK);
    if (value && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [this.literal(key) as string, this.literal(item)]),
      );
    }
    return value;
  }

  /** A substitution is a text, so the deployment joins the items as JSON does. */
  private list(token: IResolvable, encoded: string[]): unknown {
    const value = token.resolve(this.context);
    return Array.isArray(value) ? this.literal(value) : [this.text(Fn.join('","', encoded))];
  }

  private text(value: string): unknown {
    const fragments = Tokenization.reverseString(value);
    if (fragments.length === 1 && fragments.firstToken) return this.token(fragments.firstToken, TEXT_MARK);
    return fragments
      .mapTokens({ mapToken: (token) => this.token(token, TEXT_MARK) })
      .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
  }

  private token(token: IResolvable, mark: string): unknown {
    if (Reference.isReference(token)) {
      return this.mark(mark, `${token.target.node.path}.${token.displayName}`, referenceKey(token), token);
    }
    const value = token.resolve(this.context);
    if (!isIntrinsic(value)) return this.literal(value);
    return this.mark(mark, JSON.stringify(this.context.resolve(value)), intrinsicKey(value), token);
  }

  private mark(mark: string, identity: string, wanted: string, token: IResolvable): string {
    let key = this.keysByIdentity.get(identity);
    if (!key) {
      key = wanted;
      for (let n = 2; this.substitutions.has(key); n++) key = `${wanted}${n}`;
      this.keysByIdentity.set(identity, key);
      this.substitutions.set(key, token);
    }
    return `${mark}${key}${MARK_END}`;
  }
}

function isIntrinsic(value: unknown): value is Record<string, unknown> {
  if (!value || typeof value !== 'object') return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

/** `ChargeFunctionArn` rather than a counter: the definition stays readable in the template and in the console. */
function referenceKey(reference: Reference): string {
  const named = reference.target.node.scopes.map((scope) => scope.node.id).filter((id) => id !== 'Resource');
  return alphanumeric(`${named.at(-1) ?? ''} ${reference.displayName}`) || 'Value';
}

function intrinsicKey(intrinsic: Record<string, unknown>): string {
  return typeof intrinsic.Ref === 'string' ? alphanumeric(intrinsic.Ref) : 'Value';
}

function alphanumeric(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
