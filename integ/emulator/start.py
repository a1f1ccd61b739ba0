"""Starts MiniStack with the bridges of this folder. docs/integration.md says what each is for."""

import cloudformation_types
import function_errors
import interpreted_executions
from ministack.app import main

for bridge in (cloudformation_types, function_errors, interpreted_executions):
    bridge.install()

main()
