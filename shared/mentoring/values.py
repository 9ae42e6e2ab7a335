"""Dataclasses whose methods are compiled when the first instance is made.

The standard library writes and compiles `__init__`, `__eq__`, `__setattr__` and the like on import: half a millisecond
of CPU per class. A function imports about a hundred classes, mostly events, and uses a dozen; the others would take a
tenth to a quarter of its cold start (docs/benchmarks.md, «Cold starts»).

From the first instance on, a class is what `dataclasses.dataclass` makes of it, just as quick and as frozen. Asking the
class for its fields (`fields`, `is_dataclass`, inheriting from it) compiles it too. `slots` isn't possible, because it
needs to replace the class. The first instance of a class must be made in the main thread, like everything in a request;
the threads of `pairing.matching.blocks` make none.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - it is one, for whoever reads types
else:

    def dataclass(kind: type | None = None, /, **options: bool) -> Any:
        """Like `dataclasses.dataclass`, but deferred; takes its options, except `slots` and `init`."""
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
    """A placeholder for `__dataclass_fields__`, by which dataclasses recognize each other, until it is needed."""

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
