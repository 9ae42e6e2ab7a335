"""Files of applications, and the results of pairing them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from infra.pair.__main__ import main

TITLES = (
    "Rola;Imię;Nazwisko;E-mail;Języki;Dział;Stanowisko;Tematy;Dostępność;Liczba mentees;Zgoda na regulamin;Zgoda RODO"
)
PEOPLE = [
    "Mentee;Ola;Żak;Ola.Zak@firma.example;polski C2;IT;specjalistka;negocjacje, delegowanie;pn 16:00-18:00;;tak;tak",
    "Mentee;Piotr;Łoś;piotr.los@firma.example;polski C2;HR;asystent;komunikacja;śr 9:00-11:00;;tak;tak",
    "Mentee;Iga;Dąb;iga.dab@firma.example;polski C2;Logistyka;specjalistka;delegowanie;;;tak;tak",
    "Mentee;Jon;Doe;jon.doe@firma.example;angielski C2;HR;asystent;komunikacja;śr 9:00-11:00;;tak;tak",
    "Mentor;Jan;Sęk;jan.sek@firma.example;polski C2;Finanse;kierownik;delegowanie, negocjacje;pn 15:00-19:00;1;tak;tak",
    "Mentorka;Ewa;Wójt;ewa.wojt@firma.example;polski C2;HR;dyrektorka;komunikacja;śr 8:00-12:00;2;tak;tak",
    "Mentor;Adam;Rak;adam.rak@firma.example;polski C2;IT;kierownik;rysunek;pt 8:00-9:00;1;tak;tak",
]
LOCK = '[["ola.zak@firma.example", "jan.sek@firma.example"]]'


def applications(folder: Path, people: list[str] = PEOPLE, encoding: str = "utf-8-sig") -> Path:
    file = folder / "zgloszenia.csv"
    file.write_text("\n".join([TITLES, *people]) + "\n", encoding)
    return file


def paired(given: Path | str, out: Path, *more: str) -> int:
    return main(["--applications", str(given), "--out", str(out), *more])


def table(out: Path, name: str) -> list[dict[str, str]]:
    with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def summary(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "summary.json").read_text("utf-8"))
    return found
