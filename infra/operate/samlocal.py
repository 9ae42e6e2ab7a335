"""What `sam local` needs to run functions against the local stack: a template and a file of variables.

`sam local` passes on only variables that a template declares, and ours doesn't declare the address of the engine: on
AWS there is none. So a copy of the built template does, beside it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from infra.operate.stack import NothingLikeThat
from infra.template import functions

if TYPE_CHECKING:
    from pathlib import Path

    from infra.operate.stack import Deployed

ADDRESS = "AWS_ENDPOINT_URL"
"""The environment variable that makes every boto3 client use another endpoint than AWS's."""


def write(stack: Deployed, engine_url: str, built: Path) -> tuple[Path, Path]:
    """Write `local.yaml` and `env.json` beside the built template; return both."""
    if not built.exists():
        raise NothingLikeThat(f"{built} isn't there; run `sam build` first")
    template, variables = built.with_name("local.yaml"), built.with_name("env.json")
    template.write_text(declared(built.read_text("utf-8")), "utf-8")
    found = {name: deployed(stack, name) | {ADDRESS: engine_url} for name in functions()}
    variables.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return template, variables


def declared(template: str) -> str:
    """Return the template with the engine's address declared as a variable of all functions."""
    changed, times = re.subn(r"(?m)^( +)CORE_TABLE:", rf"\1{ADDRESS}: none\n\g<0>", template)
    if times != 1:
        raise NothingLikeThat("the built template doesn't declare CORE_TABLE once, for all functions")
    return changed


def deployed(stack: Deployed, function: str) -> dict[str, str]:
    """Return a function's variables in the stack."""
    found = stack.client("lambda").get_function_configuration(FunctionName=stack.physical[function])
    return dict(found["Environment"]["Variables"])
