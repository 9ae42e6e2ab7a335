"""What the template says about functions, for the tests that check it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short tags as `{tag: value}`."""


def _tag(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    build = {
        yaml.ScalarNode: loader.construct_scalar,
        yaml.SequenceNode: loader.construct_sequence,
        yaml.MappingNode: loader.construct_mapping,
    }[type(node)]
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": build(node)}  # type: ignore[operator]


_Loader.add_multi_constructor("!", _tag)


@cache
def template() -> dict[str, Any]:
    """Return template.yaml."""
    parsed: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text("utf-8"), _Loader)  # noqa: S506
    return parsed


def resources(kind: str) -> dict[str, dict[str, Any]]:
    """Return logical id → properties of all resources of a type."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template()["Resources"].items()
        if resource["Type"] == kind
    }


def functions() -> dict[str, dict[str, Any]]:
    """Return logical id → properties of all functions."""
    return resources("AWS::Serverless::Function")


def handlers() -> dict[str, str]:
    """Return logical id → `package.module` of all functions."""
    return {name: properties["Handler"].rsplit(".", 1)[0] for name, properties in functions().items()}
