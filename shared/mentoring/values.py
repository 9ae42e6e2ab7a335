"""Dataclasses whose methods are compiled with their first instance.

The standard library writes and compiles `__init__`, `__eq__`, `__setattr__` and their like while a module is read: half
a millisecond of CPU a class. A function loads about a hundred classes, events above all, and makes a dozen of
them; the others would be a tenth to a quarter of its cold start (docs/benchmarks.md, «Cold starts»).

From the first instance on, a class is what `dataclasses.dataclass` makes of it, as quick and as frozen. What asks the
class itself for its fields (`fields`, `is_dataclass`, a class that inherits) compiles it too. `slots` can't be had:
they need another class than the one that was named already. The first instance of a class is made in one thread, as
everything of a request is; the threads of `pairing.matching.blocks` make none.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - it is one, for whoever reads types
else:

    def dataclass(kind: type | None = None, /, **options: bool) -> Any:
        """`dataclasses.dataclass`, put off; `options` are its own without `slots` and `init`."""
        if options.keys() & {"slots", "init"}:
            raise TypeError("slots and init can't be put off")
        if kind is None:
            return lambda kind: _put_off(kind, options)
        return _put_off(kind, options)


def _put_off(kind: Any, options: dict[str, bool]) -> Any:
    fields = _Fields(kind, options)

    def first(self: Any, *args: Any, **values: Any) -> None:
        fields.compile()
        kind.__init__(self, *args, **values)

    kind.__init__ = first
    kind.__dataclass_fields__ = fields
    return kind


class _Fields:
    """Stands for `__dataclass_fields__`, by which dataclasses know each other, until somebody asks for it."""

    def __init__(self, kind: Any, options: dict[str, bool]) -> None:
        self._kind = kind
        self._options = options

    def __get__(self, _: object, __: type) -> Any:
        self.compile()
        return self._kind.__dataclass_fields__

    def compile(self) -> None:
        """Make the class a dataclass, once."""
        if vars(self._kind)["__dataclass_fields__"] is self:
            del self._kind.__init__, self._kind.__dataclass_fields__
            dataclasses.dataclass(**self._options)(self._kind)
