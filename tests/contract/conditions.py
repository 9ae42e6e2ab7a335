"""What a template comes to with given parameters: its conditions as CloudFormation decides them."""

from __future__ import annotations

from typing import Any


class Conditions:
    """The conditions of a template with parameters; what isn't given has the template's default."""

    def __init__(self, whole: dict[str, Any], given: dict[str, str]) -> None:
        self._conditions: dict[str, Any] = whole["Conditions"]
        self._values = {name: str(one.get("Default", "")) for name, one in whole["Parameters"].items()} | given

    def hold(self, name: str | None) -> bool:
        """Return whether what has this condition, or none, is made."""
        return name is None or bool(self.value(self._conditions[name]))

    def value(self, node: Any) -> Any:
        """Return what an expression of conditions comes to."""
        if isinstance(node, list):
            return [self.value(one) for one in node]
        if not isinstance(node, dict):
            return node if isinstance(node, str) else str(node)
        ((function, given),) = node.items()
        if function in ("Ref", "Condition"):
            return self._values[given] if function == "Ref" else self.hold(given)
        return _FUNCTIONS[function](given, self.value)


_FUNCTIONS: dict[str, Any] = {
    "Fn::Equals": lambda given, value: value(given[0]) == value(given[1]),
    "Fn::And": lambda given, value: all(value(one) for one in given),
    "Fn::Or": lambda given, value: any(value(one) for one in given),
    "Fn::Not": lambda given, value: not value(given[0]),
    "Fn::Join": lambda given, value: given[0].join(value(given[1])),
    "Fn::Split": lambda given, value: value(given[1]).split(given[0]),
    "Fn::Select": lambda given, value: value(given[1])[given[0]],
}
