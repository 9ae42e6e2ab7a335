"""Pairs the people in a file of applications, without the stack: `python -m infra.pair`.

`applications` reads files into people, `mapping` the files of other programs, `settings` the organizer's choices,
`results` writes a solution as files, `folder` moves them to their place at once.
"""


class Refused(Exception):
    """The input can't be used; the text is one line for the person at the keyboard."""
