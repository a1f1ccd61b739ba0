import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { App } from 'aws-cdk-lib';
import { Rehearsal } from 'cdk-workflows/testing';
import { checkBooks } from './demo/books';
import { writeDiagrams } from './demo/diagrams';
import { readOrders } from './demo/orders-file';
import { paintFor } from './demo/paint';
import { Progress } from './demo/progress';
import { type RehearsedMachine, rehearseOrders } from './demo/rehearse-orders';
import { summaryOf } from './demo/summary';
import { tableOf } from './demo/table';
import { OrderProcessing } from './order-processing';

const HELP = `Runs orders through the order saga as it is synthesized, in this process.

  npm run demo                       a table, a summary, and the state machine as a diagram
  npm run demo -- --json             the same for programs, on standard output
  npm run demo -- --orders <file>    other orders than examples/order-processing/orders.json

The exit code is 0 when every order ended as its file expects and the books balance.
`;

const CDK_OUT = join(__dirname, 'cdk.out');

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string', default: join(__dirname, 'orders.json') },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return true;
  }

  const progress = new Progress(process.stderr, paintFor(process.stderr));
  const file = readOrders(values.orders);
  const machine = await progress.during(`Synthesizing the saga to ${shown(CDK_OUT)}`, synthesized);
  const rehearsed = await progress.during(`Running ${file.orders.length} orders through its definition`, () =>
    rehearseOrders(file, machine),
  );
  const { rows, messages } = rehearsed;
  const books = checkBooks(file, rehearsed);
  const diagrams = await progress.during('Drawing the state machine', () =>
    writeDiagrams(machine.rehearsal.definition, rows, shown(join(__dirname, 'out'))),
  );

  if (values.json) {
    process.stdout.write(`${JSON.stringify({ orders: rows, messages, books, diagrams }, null, 2)}\n`);
  } else {
    const paint = paintFor(process.stdout);
    process.stdout.write(
      `\n${tableOf(rows, paint)}\n${summaryOf(rows, messages, books, paint)}\n\n` +
        `The state machine as Markdown: ${diagrams.markdown}\n` +
        `The state machine in a browser, with the way of each order: ${diagrams.page}\n`,
    );
  }
  return rows.every(({ asExpected }) => asExpected) && books.every(({ balances }) => balances);
}

/** The definition comes out of the template in cdk.out, as CloudFormation would read it. */
function synthesized(): RehearsedMachine {
  const app = new App({ outdir: CDK_OUT });
  const { saga } = new OrderProcessing(app, 'OrderProcessing');
  const failureQueue = saga.compensationFailureQueue;
  if (!failureQueue) throw new Error('a saga with compensations has a queue for those that fail');
  return { rehearsal: Rehearsal.of(saga), failureQueue };
}

function shown(file: string): string {
  return relative(process.cwd(), file);
}

main().then(
  (asExpected) => {
    process.exitCode = asExpected ? 0 : 1;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
