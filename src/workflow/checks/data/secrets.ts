import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

/** Credentials that can be told by their form alone; the examples that AWS prints in its documentation are none. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['an AWS access key id', /\b(?:AKIA|ASIA)(?![A-Z2-7]*EXAMPLE)[A-Z2-7]{16}\b/],
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/],
  ['a Slack token', /\bxox[abprs]-[0-9]{6,}-[A-Za-z0-9-]{10,}/],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{20,}\b/],
  ['a Google API key', /\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/],
];

/** What every form has in it: nearly all texts are done with after one look. */
const MAYBE = /AKIA|ASIA|PRIVATE KEY|gh[pousr]_|github_pat_|xox[abprs]-|k_live_|AIza/;

const WHY =
  'A definition can be read by everyone who may describe the state machine, stands in the template and in every history.';
const FIX =
  'Keep it in Secrets Manager and read it in the task that needs it, or let an EventBridge connection hold it.';

export const secret: CheckRule = {
  id: 'cdk-workflows:secret',
  severity: CheckSeverity.ERROR,
  title: 'No credentials stand in a definition',
  why: WHY,
  fix: FIX,
  page: `${GUIDE}/security-best-practices.html`,
  example: { Type: 'Pass', Result: { key: '-----BEGIN RSA PRIVATE KEY----- …' } },
  *check({ texts }) {
    for (const { visited, field, text } of texts) {
      const form = MAYBE.test(text) ? FORMS.find(([, pattern]) => pattern.test(text)) : undefined;
      if (form) {
        yield {
          state: visited.name,
          message: `${field} holds ${form[0]}: keep it in Secrets Manager and read it there`,
        };
      }
    }
  },
};

const SECRET_NAME = /^(?:.*[_-])?(?:password|passwd|secret|api_?key|access_?token|private_?key|client_?secret)$/i;

export const likelySecret: CheckRule = {
  id: 'cdk-workflows:likelySecret',
  severity: CheckSeverity.WARNING,
  title: 'What is called a secret is not written out',
  why: WHY,
  fix: FIX,
  page: `${GUIDE}/security-best-practices.html`,
  example: { Type: 'Pass', Result: { password: 'correct-horse-7' } },
  *check({ texts }) {
    for (const { visited, field, key, text } of texts) {
      const state = visited.name;
      if (SECRET_NAME.test(key) && isLiteralSecret(text)) {
        yield {
          state,
          message: `${field} looks like a secret written out: keep it in Secrets Manager and read it there`,
        };
      } else if (isRandom(text)) {
        yield {
          state,
          message: `${field} holds a text that looks like a key: if it is one, keep it in Secrets Manager`,
        };
      }
    }
  },
};

/** Neither an expression, a path, a deploy-time value, nor the name of a place where the secret is. */
function isLiteralSecret(text: string): boolean {
  return text.length >= 6 && !/^\{%|^\$|\$\{|^States\.|^arn:|^https?:|^\/|\s|\{\{/.test(text);
}

/** One word of many different characters of all kinds, as random keys are and identifiers, hashes and ARNs are not. */
function isRandom(text: string): boolean {
  if (text.length < 32 || text.length > 128 || !/^[A-Za-z0-9+/_=-]+$/.test(text)) return false;
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text) || (text.match(/\d/g) ?? []).length < 4) return false;
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const entropy = [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0);
  return entropy > 4.5 && !/[a-z]{6}|[A-Z]{6}/.test(text);
}
