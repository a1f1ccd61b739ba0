import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from 'aws-cdk-lib/package.json';
import type { ChoreographyCounts } from './choreography/measure';
import { choreographyRows } from './choreography/rows';
import { compileWorkers, OUT } from './compile';
import { measureInterpreter } from './interpreter/measure';
import { interpreterRows } from './interpreter/rows';
import { FULL, measureLoad, measureSubject, QUICK, type SubjectResult } from './measure';
import type { Results } from './results';
import { generalRows, sampleRows, subjectRows } from './rows';
import { subjectNames, subjectOf } from './sides';
import { tableOf } from './table';
import { worker } from './worker';

const HELP = `Measures each construct against the same workflow written by hand with plain aws-cdk-lib.

  npm run bench                a table with ratios and goals; writes bench/results.json (some minutes)
  npm run bench -- --quick     once and small, to see that it works; the times say little
  npm run bench -- --json      what is measured, for programs, on standard output
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) return void process.stdout.write(HELP);

  const effort = values.quick ? QUICK : FULL;
  const begin = performance.now();
  const say = (what: string) =>
    process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(0).padStart(4)} s  ${what}\n`);

  say('compiling what is measured');
  compileWorkers();
  say('loading the library');
  const load = await measureLoad(effort);
  say('rehearsing');
  const interpreter = await measureInterpreter(effort.interpreter);
  say('counting what choreographed sagas take');
  const choreography = await worker<ChoreographyCounts[]>('choreography');
  const subjects: Record<string, SubjectResult> = {};
  for (const name of subjectNames()) {
    subjects[name] = await measureSubject(name, effort, (what) => say(`${name}: ${what}`));
  }
  const results: Results = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cdk: version,
    quick: values.quick ?? false,
    load,
    interpreter,
    choreography,
    subjects,
  };
  const file = values.quick ? join(OUT, 'results.json') : join(__dirname, 'results.json');
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(values.json ? `${JSON.stringify(results, null, 2)}\n` : tables(results));
}

function tables({ load, interpreter, choreography, subjects }: Results): string {
  return [
    tableOf('The library', generalRows(load)),
    tableOf('The interpreter', interpreterRows(interpreter), 'aws-local-stepfunctions 3'),
    tableOf('A million choreographed sagas of 4 steps', choreographyRows(choreography), 'orchestrated'),
    ...Object.entries(subjects).flatMap(([name, result]) => {
      const subject = subjectOf(name);
      return [
        tableOf(subject.title, subjectRows(subject, result)),
        ...(result.sample
          ? [tableOf(`${subject.title}, and the sample that is copied`, sampleRows(result), 'sample')]
          : []),
      ];
    }),
  ]
    .map((table) => `${table}\n`)
    .join('\n');
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
