"""Reading template.yaml: CloudFormation's short tags become their long forms."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]


class _Loader(yaml.SafeLoader):
    """A safe loader that knows `!Ref`, `!Sub`, `!GetAtt` and their kin."""


def _tag(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)  # noqa: S101 - YAML has no fourth kind
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt":
        return {"Fn::GetAtt": value.split(".", 1) if isinstance(value, str) else value}
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tag)


@cache
def _read(path: Path) -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506 - a SafeLoader
    return parsed


def template(path: Path = ROOT / "template.yaml") -> dict[str, Any]:
    """Return the template as CloudFormation would read it; the same object each time: don't change it."""
    return _read(path)


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
