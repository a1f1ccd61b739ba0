import Table from 'cli-table3';
import { type AppResult, type AssertionResult, totalsOf } from './app-result';
import type { Place } from './run-app';

/** What a run has found, for people: a table, then why something was not asked, then what failed. */
export function resultTable(results: readonly AppResult[], place: Place['name']): string {
  const local = place === 'emulator';
  const table = new Table({
    head: local
      ? ['app', 'deployed', 'asserted', 'by our interpreter', 'skipped', 's']
      : ['app', 'deployed', 'asserted', 'skipped', 's'],
    colAligns: local
      ? ['left', 'left', 'right', 'right', 'right', 'right']
      : ['left', 'left', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const result of results) {
    const { app, assertions, seconds } = result;
    const skipped = assertions.filter(({ outcome }) => outcome === 'skipped').length;
    const asserted = shown(assertions.filter(({ by }) => by === place));
    // Never together with what the emulator has answered: it proves the wiring, and our engine only against itself.
    const interpreted = local ? [shown(assertions.filter(({ by }) => by === 'interpreter'))] : [];
    table.push([app, deployed(result), asserted, ...interpreted, skipped || '', seconds.toFixed(0)]);
  }
  const { passed, failed, skipped } = totalsOf(results);
  const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return [table.toString(), counts, ...notAsked(results), ...failures(results), ...leftBehind(results, place)].join(
    '\n',
  );
}

function deployed({ deployment, notDestroyed }: AppResult): string {
  if (deployment.outcome !== 'deployed') return deployment.outcome === 'failed' ? '✖ failed' : 'skipped';
  const { resources, recorded } = deployment;
  const without =
    recorded.length > 0 ? `, ${recorded.length === 1 ? 'a type' : `${recorded.length} types`} noted only` : '';
  return `${notDestroyed === undefined ? '✔' : '✖ not destroyed,'} ${resources} resources${without}`;
}

/** `3`, or `2 of 3` where one failed; nothing where nobody was asked. */
function shown(assertions: readonly AssertionResult[]): string {
  const asked = assertions.filter(({ outcome }) => outcome !== 'skipped');
  const passed = asked.filter(({ outcome }) => outcome === 'passed').length;
  if (asked.length === 0) return '';
  return passed === asked.length ? `${passed}` : `✖ ${passed} of ${asked.length}`;
}

function notAsked(results: readonly AppResult[]): string[] {
  const reasons = new Map<string, string[]>();
  const note = (because: string | undefined, what: string) => {
    const reason = because ?? 'no reason given';
    reasons.set(reason, [...(reasons.get(reason) ?? []), what]);
  };
  for (const { app, deployment, assertions } of results) {
    if (deployment.outcome === 'skipped') note(deployment.because, `${app}: not deployed`);
    if (deployment.outcome === 'deployed') {
      for (const type of deployment.recorded) note(`MiniStack has no ${type}: noted down only`, app);
    }
    for (const { outcome, because, title } of assertions) if (outcome === 'skipped') note(because, `${app}: ${title}`);
  }
  const lines = [...reasons].flatMap(([reason, whats]) => [`  ${reason}`, ...whats.map((what) => `    ${what}`)]);
  return lines.length > 0 ? ['', 'skipped', ...lines] : [];
}

function failures(results: readonly AppResult[]): string[] {
  const lines = results.flatMap(({ app, deployment, assertions, notDestroyed }) => [
    ...(deployment.outcome === 'failed' ? [`  ${app}: not deployed`, indented(deployment.because)] : []),
    ...assertions
      .filter(({ outcome }) => outcome === 'failed')
      .flatMap(({ title, because = '' }) => [`  ${app}: ${title}`, indented(because)]),
    ...(notDestroyed === undefined ? [] : [`  ${app}: not destroyed`, indented(notDestroyed)]),
  ]);
  return lines.length > 0 ? ['', 'failed', ...lines] : [];
}

/** An emulator forgets everything; an account keeps what a stack retains. */
function leftBehind(results: readonly AppResult[], place: Place['name']): string[] {
  const lines = results.flatMap(({ app, retained }) => retained.map((what) => `  ${app}: ${what}`));
  return place === 'aws' && lines.length > 0 ? ['', 'kept by the stacks on purpose: delete it yourself', ...lines] : [];
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
