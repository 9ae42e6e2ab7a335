"""What an address is stands in `mentoring.addresses` alone."""

from __future__ import annotations

import re

from infra.template import ROOT

OTHERS = re.compile(r"EmailStr|NameEmail|email_validator|\bemail\w*\.(?:strip|lower|casefold)\(")


def test_given_the_product_when_looked_at_then_nobody_else_says_what_an_address_is() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for folder in ("services", "shared", "infra")
        for path in (ROOT / folder).rglob("*.py")
        for match in OTHERS.finditer(path.read_text("utf-8"))
    }
    assert not found
