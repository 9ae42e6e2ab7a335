"""The first lines of a commit: a subject of at most 72 characters, an empty line, then why.

`python -m infra.lint.subject FILE`, as git's hook `commit-msg` is called.
"""

from __future__ import annotations

import sys
from pathlib import Path

LONGEST = 72
"""Characters that `git log --oneline` shows on a line of eighty."""


def mistakes(message: str) -> list[str]:
    """Return what is wrong with the beginning of a commit message; comments of git are left out."""
    subject, *body = [line for line in message.splitlines() if not line.startswith("#")] or [""]
    found = []
    if not subject.strip():
        found.append("the first line is empty: say there what the commit does")
    if len(subject) > LONGEST:
        found.append(f"the subject has {len(subject)} characters, {len(subject) - LONGEST} too many")
    if subject.endswith("."):
        found.append("the subject ends with a full stop")
    if body and body[0].strip():
        found.append("leave the second line empty")
    return found


def main(arguments: list[str]) -> int:
    """Print what is wrong with the message in a file; 1 when something is."""
    found = mistakes(Path(arguments[0]).read_text("utf-8"))
    print(*found, sep="\n", end="\n" if found else "")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
