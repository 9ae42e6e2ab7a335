"""Pairs the people in a file of applications, without the stack: `python -m infra.pair`.

`applications` reads files into people, `mapping` the files of other programs, `settings` the organizer's choices,
`results` writes a solution as files, `folder` moves them to their place at once.
"""

import sys

from infra.template import ROOT

# The services are imported from the repository, so that nobody has to set a path for one command.
sys.path[:0] = [path for path in (str(ROOT / "services"), str(ROOT / "shared")) if path not in sys.path]


class Refused(Exception):
    """The input can't be used; the text is one line for the person at the keyboard."""
