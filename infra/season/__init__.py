"""Plays one season of a programme as its people would, only through the public HTTP API and the mails.

`python -m infra.season --applications FILE --out FOLDER`. Every act checks what it sees and stops the season with one
clear line at the first problem.

Modules: `stage` (the stack, its clock and its mails) · `people` (a browser and an inbox for each person) · `forms`
(reading the forms of a page) · `acts` (the season, act by act; a module for each thing people do) · `planted` (words in
whatever is private) · `search` (looks for them at the end, in `backstage` as well: tables, bucket, logs, events) ·
`ledger` (what is counted, compared and written at the end) · `demonstration` (what `make up` shows).
"""
