"""The name of the error that a function in Node.js throws, which Step Functions has for Retry and Catch.

Lambda reports it as errorType; MiniStack reports Runtime.HandlerError for each.
https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
"""

import sys

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

# Cannot be part of an error's name.
MARK = "\u001f"


def install():
    settled = "error: String(err.message || err), trace:"
    thrown = "error: e.message, trace:"
    script = lambda_runtime._NODEJS_WORKER_SCRIPT
    if script.count(settled) != 1 or script.count(thrown) != 1:
        sys.exit("This MiniStack runs functions in another way: see integ/emulator/function_errors.py")
    script = script.replace(settled, 'error: (err.name || "Error") + "\\u001f" + (err.message || err), trace:')
    script = script.replace(thrown, 'error: (e.name || "Error") + "\\u001f" + e.message, trace:')
    lambda_runtime._NODEJS_WORKER_SCRIPT = script

    execute = lambda_svc._execute_function_warm

    def execute_and_name(func, event, request_id):
        answer = execute(func, event, request_id)
        body = answer.get("body")
        if answer.get("error") and isinstance(body, dict) and MARK in str(body.get("errorMessage")):
            error_type, message = body["errorMessage"].split(MARK, 1)
            answer = {**answer, "body": {**body, "errorType": error_type, "errorMessage": message}}
        return answer

    lambda_svc._execute_function_warm = execute_and_name
