"""Answers as mail programs write them, by their documented forms: what is typed, and what they put around it.

Each has words that were written now and must stay, and words that must go. `compare` makes the table of
docs/decisions/0023-mail-that-arrives.md of them.
"""

from __future__ import annotations

from dataclasses import dataclass

SENT = "Zaproponowano spotkanie\nWtorek, 3 marca 2026, 18:00\n\nhttps://tandem.example/meetings/answer/abc"
QUOTED = "\n".join(f"> {line}".rstrip() for line in SENT.split("\n"))
TYPED = "Cześć,\n\nwtorek pasuje. Od razu pytam:\n- czy wziąć notatki?\n- czy 18:00 to na pewno?\n\nPozdrawiam\nAnna"
ADDRESS = "k7@reply.tandem.example"


@dataclass(frozen=True)
class Written:
    """One answer: the program that writes like that, its plain text, and what somebody typed now."""

    program: str
    text: str
    new: str = TYPED


def _top(program: str, above: str, quoted: str = QUOTED, new: str = TYPED) -> Written:
    return Written(program, f"{new}\n\n{above}\n{quoted}\n", new)


def _outlook(*names: str) -> str:
    values = (f"Tandem <{ADDRESS}>", "poniedziałek, 2 marca 2026 12:00", "Anna Nowak <anna@firma.example>", "Spotkanie")
    return "\n".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))


ONLY = f"W dniu 2.03.2026 o 12:00, Tandem pisze:\n{QUOTED}"
OWN_WORDS = {
    "A list and a greeting": "Hi,\n\n- first\n- second\n\nBest regards,\nAnna\n\nP.S. Data: we still need it.",
    "Words that look like headers": """\
Mam trzy sprawy.
Do: dokończenia szkic.
Temat: sesja czwarta.
Data: jeszcze nie wiem.

Co Ty na to?""",
    "Somebody told of": "Cześć!\n\nW dniu 3 marca Jan pisze:\nnie zdążę.\n\nCo robimy?",
    "Two words that look like headers": "Plan na wiosnę:\nOd: 9:00\nTemat: cele\n\nPasuje?",
    "A forwarded mail": """\
Zobacz, co pisze Jan.

---------- Wiadomość przekazana ---------
Od: Jan <jan@firma.example>
Data: pon., 2 mar 2026 o 12:00
Temat: Książka
Do: <anna@firma.example>

Polecam rozdział trzeci.""",
}
PL, EN = ("Od", "Wysłano", "Do", "Temat"), ("From", "Sent", "To", "Subject")

ANSWERS = [
    _top("Gmail, Polish", f"pon., 2 mar 2026 o 12:00 Tandem <{ADDRESS}> napisał(a):\n"),
    _top("Gmail, Polish, folded", f"pon., 2 mar 2026 o 12:00 Program mentoringowy Tandem <\n{ADDRESS}> napisał(a):\n"),
    _top("Gmail, Polish, older", f"W dniu 2 marca 2026 12:00 użytkownik Tandem <{ADDRESS}> napisał:\n"),
    _top("Gmail, English", f"On Mon, Mar 2, 2026 at 12:00 PM Tandem <{ADDRESS}> wrote:\n"),
    _top(
        "Gmail, English, folded",
        f"On Mon, Mar 2, 2026 at 12:00 PM The mentoring programme Tandem <\n{ADDRESS}> wrote:\n",
    ),
    _top("Apple Mail, Polish", f"Wiadomość napisana przez Tandem <{ADDRESS}> w dniu 2 mar 2026, o godz. 12:00:\n"),
    _top("Apple Mail, English", f"On 2 Mar 2026, at 12:00, Tandem <{ADDRESS}> wrote:\n"),
    _top(
        "iPhone, Polish",
        f"Wysłane z iPhone'a\n\n> Wiadomość napisana przez Tandem <{ADDRESS}> w dniu 02.03.2026, o godz. 12:00:\n>",
    ),
    _top(
        "iPhone, Polish, curly",
        f"Wysłane z iPhone’a\n\n> Wiadomość napisana przez Tandem <{ADDRESS}> w dniu 02.03.2026, o godz. 12:00:\n>",
    ),
    _top("iPhone, English", f"Sent from my iPhone\n\n> On 2 Mar 2026, at 12:00, Tandem <{ADDRESS}> wrote:\n>"),
    _top(
        "iPad, Polish",
        f"Wysłane z iPada\n\n> Wiadomość napisana przez Tandem <{ADDRESS}> w dniu 02.03.2026, o godz. 12:00:\n>",
    ),
    _top("Thunderbird, Polish", "W dniu 2.03.2026 o 12:00, Tandem pisze:"),
    _top("Thunderbird, English", "On 02/03/2026 12:00, Tandem wrote:"),
    _top("Outlook desktop, Polish", _outlook(*PL) + "\n", SENT),
    _top("Outlook desktop, English", _outlook(*EN) + "\n", SENT),
    _top("Outlook desktop, bold", _outlook(*(f"*{one}" for one in PL)).replace(": ", ":* ", 4) + "\n", SENT),
    _top("Outlook desktop, older Polish", "-----Wiadomość oryginalna-----\n" + _outlook(*PL) + "\n", SENT),
    _top("Outlook desktop, older English", "-----Original Message-----\n" + _outlook(*EN) + "\n", SENT),
    _top("Outlook on the web, Polish", "_" * 32 + "\n" + _outlook("Od", "Wysłane", "Do", "Temat") + "\n", SENT),
    _top("Outlook on the web, English", "_" * 32 + "\n" + _outlook(*EN) + "\n", SENT),
    _top(
        "Outlook for iOS, Polish",
        "Pobierz aplikację Outlook dla systemu iOS<https://aka.ms/o0ukef>\n" + "_" * 32 + "\n" + _outlook(*PL) + "\n",
        SENT,
    ),
    _top(
        "Outlook for Android, English",
        "Get Outlook for Android<https://aka.ms/AAb9ysg>\n" + "_" * 32 + "\n" + _outlook(*EN) + "\n",
        SENT,
    ),
    _top(
        "Samsung, Polish",
        f"Wysłano z urządzenia Galaxy\n\n-------- Oryginalna wiadomość --------\nOd: Tandem <{ADDRESS}>\nData: 2.03.2026 12:00 (GMT+01:00)\nDo: anna@firma.example\nTemat: Spotkanie\n",
        SENT,
    ),
    _top("Onet", f"Dnia 2 marca 2026 12:00 Tandem <{ADDRESS}> napisał(a):\n"),
    _top("Onet, without marks", f"W dniu 2026-03-02 12:00:00 użytkownik Tandem <{ADDRESS}> napisał:\n", SENT),
    _top("WP", f"Dnia 2 marca 2026 12:00 Tandem <{ADDRESS}> napisał(a):\n\n"),
    _top("o2", f"Dnia 2 marca 2026 o 12:00, Tandem {ADDRESS} napisał(a):\n"),
    _top(
        "Interia",
        f'Od: "Tandem" <{ADDRESS}>\nDo: "Anna Nowak" <anna@firma.example>;\nWysłane: 12:00 Poniedziałek 2026-03-02\nTemat: Spotkanie\n',
    ),
    _top("Roundcube, Polish", "W dniu 2026-03-02 12:00, Tandem napisał(a):"),
    _top("Signature after two dashes", "-- \nAnna Nowak\ntel. 600 100 200\n\nW dniu 2.03.2026 o 12:00, Tandem pisze:"),
    Written("Signature, nothing quoted", f"{TYPED}\n\n-- \nAnna Nowak\ntel. 600 100 200\n"),
    Written("Bottom, Thunderbird", f"W dniu 2.03.2026 o 12:00, Tandem pisze:\n{QUOTED}\n\n{TYPED}\n"),
    Written("Bottom with signature", f"On 02/03/2026 12:00, Tandem wrote:\n{QUOTED}\n\n{TYPED}\n\n-- \nAnna Nowak\n"),
    Written(
        "Inline, Thunderbird",
        "W dniu 2.03.2026 o 12:00, Tandem pisze:\n> Kiedy się spotkamy?\n\nWe wtorek.\n\n> Co przygotować?\n\nNic.\n\n> Pozdrawiamy\n> Tandem\n",
        "> Kiedy się spotkamy?\n\nWe wtorek.\n\n> Co przygotować?\n\nNic.",
    ),
    Written("Nothing quoted", TYPED),
    Written("Only a quote", ONLY, ONLY),
    *(Written(program, text, text) for program, text in OWN_WORDS.items()),
]
