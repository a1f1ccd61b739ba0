export const USAGE = `Runs AWS Step Functions state machines in this process: nothing is deployed, nothing calls AWS.

  npx cdk-workflows rehearse <file> [options]    runs one, and tells its way
  npx cdk-workflows check <file> [options]       looks for what Step Functions would refuse, in one or in all
  npx cdk-workflows schemas <file> --out <dir>   writes the JSON Schemas of events, for generators of code

<file> is a cloud assembly (cdk.out), a CloudFormation template or a definition in the Amazon States Language, in JSON.

  --machine <name>              which state machine, where there are several: its name, logical id or construct path
  --express                     a definition is of an Express state machine; a template says so itself

For rehearse, what goes in and what stands in for the tasks:
  --input <json>                the execution's input, {} unless given; several times for one execution each
  --mock <state>=<json>         the task answers so; for a Lambda function this is the function's value
  --fail <state>=<error>[:<cause>]
                                the task fails with this error
  --timeout <state>             the task does nothing until its time limit has passed
  --mock-others <json>          so answers every other task whose service does not work in memory
  --object <bucket>/<key>=<text>
                                an S3 object for the workflow to read; or =@file with the bytes of a file
  Several doubles for one state are played in order, one in each attempt; the last one repeats.

For rehearse, what is told:
  --fault-matrix                runs once for each fault of each task, and tells what was left uncompensated
  --coverage                    which states and transitions the executions reached, and which never
  --diagram <file>              draws that, as Mermaid (.mmd, .md) or Graphviz (.dot)

For rehearse and check:
  --json                        one JSON document on standard output

For schemas, of an assembly or a template:
  --out <dir>                   where the files go, one for each schema

For all:
  --help, --version

A <json> may be @file, the JSON in a file, or @- for standard input.

Exit code: 0 every execution succeeded, and with --fault-matrix nothing was left uncompensated; check: no errors;
1 otherwise; 2 nothing was proved: a task without a double, a misspelt option, a file that cannot be read.

  npx cdk-workflows rehearse cdk.out --machine OrderSaga --input '{"orderId":"o-1"}' \\
    --mock CreateOrder='{"id":"o-1"}' --fail ProcessPayment=CardDeclined --mock 'Compensate CreateOrder=null'
`;
