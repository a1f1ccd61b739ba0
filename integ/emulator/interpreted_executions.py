"""Hands executions to the interpreter of cdk-workflows/testing, which runs next to MiniStack as a process of Node.js.

Only those of state machines with the tag below: all others run as MiniStack runs them. The interpreter goes from state to
state; what a task calls is called here, by MiniStack. The two talk in lines of JSON; see interpreter.ts.
"""

import contextvars
import itertools
import json
import os
import queue
import subprocess
import threading
import time

from ministack.core.responses import get_account_id, get_region
from ministack.services import stepfunctions

TAG = "cdk-workflows:interpreted"


def install():
    run_itself = stepfunctions._run_execution

    def run_execution(execution_arn):
        execution = stepfunctions._executions.get(execution_arn)
        machine = execution and stepfunctions._state_machines.get(execution["stateMachineArn"])
        if machine and _is_tagged(machine["stateMachineArn"]):
            _interpret(execution, machine)
        else:
            run_itself(execution_arn)

    stepfunctions._run_execution = run_execution


def _is_tagged(state_machine_arn):
    _status, _headers, body = stepfunctions._list_tags_for_resource({"resourceArn": state_machine_arn})
    return any(tag.get("key") == TAG for tag in json.loads(body).get("tags", []))


class _Interpreter:
    """The process, and who waits for which of its lines."""

    def __init__(self):
        self.process = subprocess.Popen(
            json.loads(os.environ["CDK_WORKFLOWS_INTERPRETER"]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.ids = itertools.count(1)
        self.inboxes = {}
        self.writing = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            message = json.loads(line)
            inbox = self.inboxes.get(message["id"])
            if inbox:
                inbox.put(message)
        for inbox in list(self.inboxes.values()):
            inbox.put({"end": {"status": "FAILED", "error": "States.Runtime", "cause": "the interpreter has died"}})

    def send(self, message):
        with self.writing:
            self.process.stdin.write(json.dumps(message) + "\n")
            self.process.stdin.flush()


_starting = threading.Lock()
_interpreter = None


def _running_interpreter():
    global _interpreter
    with _starting:
        if _interpreter is None or _interpreter.process.poll() is not None:
            _interpreter = _Interpreter()
        return _interpreter


def _interpret(execution, machine):
    interpreter = _running_interpreter()
    key = next(interpreter.ids)
    inbox = interpreter.inboxes[key] = queue.Queue()
    begin = {
        "definition": machine["definition"],
        "machine": machine["name"],
        "type": machine.get("type", "STANDARD"),
        "region": get_region(),
        "account": get_account_id(),
        "name": execution["name"],
        "input": execution["input"],
    }
    try:
        interpreter.send({"id": key, "begin": begin})
        while True:
            message = _next_message(inbox)
            if execution["status"] != "RUNNING":
                # Stopped by somebody.
                interpreter.send({"id": key, "stop": {}})
                return
            if message is None:
                continue
            if "end" in message:
                _end(execution, message["end"])
                return
            context = contextvars.copy_context()
            arguments = (_perform, interpreter, key, message)
            threading.Thread(target=context.run, args=arguments, daemon=True).start()
    finally:
        del interpreter.inboxes[key]


def _next_message(inbox):
    try:
        return inbox.get(timeout=0.2)
    except queue.Empty:
        return None


def _perform(interpreter, key, message):
    """Calls what a task is for, as MiniStack does when it runs the execution itself."""
    answer = {"id": key, "task": message["task"]}
    resource, arguments, token = message["resource"], message["arguments"], message.get("token")
    try:
        if token is None:
            answer["result"] = stepfunctions._invoke_resource(resource, arguments)
        else:
            answer["result"] = stepfunctions._invoke_with_callback(resource, arguments, token, {})
    except stepfunctions._ExecutionError as failure:
        answer["error"], answer["cause"] = failure.error, failure.cause
    except Exception as failure:
        answer["error"], answer["cause"] = "States.TaskFailed", f"{type(failure).__name__}: {failure}"
    interpreter.send(answer)


def _end(execution, end):
    now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    execution["events"] = end.get("history") or execution["events"]
    execution["status"] = end["status"]
    execution["output"] = end.get("output")
    execution["error"] = end.get("error")
    execution["cause"] = end.get("cause")
    execution["stopDate"] = now
    stepfunctions._emit_execution_status_event(execution)
