"""How well libraries cut answers, and ours does: the table of docs/decisions/0023-mail-that-arrives.md.

Needs mail-parser-reply and quotequail, which nothing else does.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from tests.unit.mentoring.incoming.written import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Callable


def _mail_parser_reply(text: str) -> str:
    from mailparser_reply import EmailReplyParser  # type: ignore[import-not-found]

    return str(EmailReplyParser(languages=["pl", "en"]).read(text).replies[0].body)


def _mail_parser_reply_content(text: str) -> str:
    from mailparser_reply import EmailReplyParser

    return str(EmailReplyParser(languages=["pl", "en"]).parse_reply(text))


def _quotequail(text: str) -> str:
    import quotequail  # type: ignore[import-not-found]

    parts = quotequail.unwrap(text) or {"text_top": text}
    return "\n".join(parts.get(name) or "" for name in ("text_top", "text_bottom"))


def _ours(text: str) -> str:
    from mentoring.incoming.answers import new_text

    return new_text(text)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


CUTTERS: dict[str, Callable[[str], str]] = {
    "mail-parser-reply, body": _mail_parser_reply,
    "mail-parser-reply, latest_reply": _mail_parser_reply_content,
    "quotequail": _quotequail,
    "ours": _ours,
}


def main() -> None:
    """Print how many answers each cuts right, of how many it loses words, and where it leaves some over."""
    say = sys.stdout.write
    for name, cut in CUTTERS.items():
        right, lost, left = 0, [], []
        for one in ANSWERS:
            found, wanted = _words(cut(one.text)), _words(one.new)
            right += found == wanted
            if found != wanted:
                (left if len(found) > len(wanted) else lost).append(one.program)
        say(f"| {name} | {right} | {len(lost)} | {len(left)} |\n")
        if "-v" in sys.argv:
            say(f"  lost: {lost}\n  left: {left}\n")


if __name__ == "__main__":
    main()
