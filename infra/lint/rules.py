"""The checks as cfn-lint rules, which report lines: `python -m cfnlint -a infra/lint template.yaml`.

cfn-lint passes a rule the result of the SAM transform; the checks need the template as it is written, so each rule
reads the file again. Logical ids are the same in both.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch

from infra.lint.checks import CHECKS
from infra.template import template

if TYPE_CHECKING:
    from cfnlint.template import Template


class Kept(CloudFormationLintRule):  # type: ignore[misc]  # cfn-lint has no types
    """Runs the check with its id."""

    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html"
    tags = ("tandem",)

    def match(self, cfn: Template) -> list[Any]:
        """Return the check's findings, at the resources they are about."""
        found = CHECKS[self.id](template(Path(cfn.filename)))
        return [RuleMatch(["Resources", name], f"{name}: {problem}") for name, problem in found]


for _id, _check in CHECKS.items():
    _words = " ".join((_check.__doc__ or "").split())
    globals()[_check.__name__] = type(
        _check.__name__, (Kept,), {"id": _id, "shortdesc": _words, "description": _words, "__module__": __name__}
    )
del Kept, _id, _check, _words
