"""What a mail calls its reader in its greeting: in Polish in the vocative («Anno», «Piotrze»)."""

from __future__ import annotations

MASCULINE = {
    "Adam": "Adamie", "Adrian": "Adrianie", "Albert": "Albercie", "Aleksander": "Aleksandrze", "Andrzej": "Andrzeju",
    "Antoni": "Antoni", "Arkadiusz": "Arkadiuszu", "Artur": "Arturze", "Bartłomiej": "Bartłomieju",
    "Bartosz": "Bartoszu", "Bogdan": "Bogdanie", "Bogusław": "Bogusławie", "Cezary": "Cezary", "Damian": "Damianie",
    "Daniel": "Danielu", "Dariusz": "Dariuszu", "Dawid": "Dawidzie", "Dominik": "Dominiku", "Edward": "Edwardzie",
    "Emil": "Emilu", "Eryk": "Eryku", "Filip": "Filipie", "Franciszek": "Franciszku", "Gabriel": "Gabrielu",
    "Grzegorz": "Grzegorzu", "Henryk": "Henryku", "Hubert": "Hubercie", "Ignacy": "Ignacy", "Igor": "Igorze",
    "Ireneusz": "Ireneuszu", "Jacek": "Jacku", "Jakub": "Jakubie", "Jan": "Janie", "Janusz": "Januszu",
    "Jarosław": "Jarosławie", "Jerzy": "Jerzy", "Józef": "Józefie", "Julian": "Julianie", "Juliusz": "Juliuszu",
    "Kacper": "Kacprze", "Kamil": "Kamilu", "Karol": "Karolu", "Kazimierz": "Kazimierzu", "Konrad": "Konradzie",
    "Krystian": "Krystianie", "Krzysztof": "Krzysztofie", "Leon": "Leonie", "Leszek": "Leszku", "Lech": "Lechu",
    "Łukasz": "Łukaszu", "Maciej": "Macieju", "Maksymilian": "Maksymilianie", "Marceli": "Marceli",
    "Marcin": "Marcinie", "Marek": "Marku", "Marian": "Marianie", "Mariusz": "Mariuszu", "Mateusz": "Mateuszu",
    "Michał": "Michale", "Mieczysław": "Mieczysławie", "Mikołaj": "Mikołaju", "Miłosz": "Miłoszu",
    "Mirosław": "Mirosławie", "Norbert": "Norbercie", "Olaf": "Olafie", "Oskar": "Oskarze", "Patryk": "Patryku",
    "Paweł": "Pawle", "Piotr": "Piotrze", "Przemysław": "Przemysławie", "Radosław": "Radosławie", "Rafał": "Rafale",
    "Remigiusz": "Remigiuszu", "Robert": "Robercie", "Roman": "Romanie", "Ryszard": "Ryszardzie",
    "Sebastian": "Sebastianie", "Sławomir": "Sławomirze", "Stanisław": "Stanisławie", "Stefan": "Stefanie",
    "Szymon": "Szymonie", "Tadeusz": "Tadeuszu", "Tomasz": "Tomaszu", "Tymon": "Tymonie", "Tymoteusz": "Tymoteuszu",
    "Wacław": "Wacławie", "Waldemar": "Waldemarze", "Wiesław": "Wiesławie", "Wiktor": "Wiktorze",
    "Witold": "Witoldzie", "Władysław": "Władysławie", "Włodzimierz": "Włodzimierzu", "Wojciech": "Wojciechu",
    "Zbigniew": "Zbigniewie", "Zdzisław": "Zdzisławie", "Zygmunt": "Zygmuncie",
}  # fmt: skip
"""Names of men and their vocative; what isn't here stays as it is."""
TITLES = frozenset({"dr", "inż", "ks", "mgr", "miss", "mr", "mrs", "ms", "pan", "pani", "prof"})
SOFT = ("sia", "zia", "cia")
"""Endings of short forms («Kasia», «Madzia»): «Kasiu», «Madziu»."""
SHORT = 5
"""Letters of the longest short form in -nia or -la: «Ania», «Hania», «Ola»; longer names are full ones («Eugenia»)."""


def called(name: str, locale: str) -> str:
    """Return the first of somebody's names as a greeting has it; all of them where the first is a title or a letter."""
    first = name.partition(" ")[0]
    if first.endswith(".") or len(first) == 1 or first.casefold() in TITLES:
        return name
    return _vocative(first) if locale == "pl" else first


def _vocative(name: str) -> str:
    if not name.endswith("a"):
        return MASCULINE.get(name, name)
    short = name.endswith(SOFT) or (len(name) <= SHORT and name.endswith("nia")) or name in ("Ala", "Ela", "Ola", "Ula")
    return f"{name[:-1]}{'u' if short else 'o'}"
