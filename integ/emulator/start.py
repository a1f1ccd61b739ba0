"""Starts MiniStack with the bridges of this folder. docs/integration.md says what each is for."""

import os
import signal
import threading
import time

# Nobody else is to reach it, and two listeners of its own are not needed. It reads these when it is imported.
os.environ.setdefault("BIND_HOST", "127.0.0.1")
os.environ.setdefault("IOT_MTLS_ENABLED", "0")
os.environ.setdefault("SFTP_ENABLED", "0")

import cloudformation_types
import function_errors
import interpreted_executions
import time_limits
from ministack.app import main


def _end_with(runner):
    """Ends with the process that has started this one, even where that was killed; and the functions too."""
    while os.getppid() == runner:
        time.sleep(1)
    os.killpg(0, signal.SIGKILL)


if "CDK_WORKFLOWS_RUNNER" in os.environ:
    threading.Thread(target=_end_with, args=(int(os.environ["CDK_WORKFLOWS_RUNNER"]),), daemon=True).start()

for bridge in (cloudformation_types, function_errors, time_limits, interpreted_executions):
    bridge.install()

main()
