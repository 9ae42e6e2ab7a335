"""Who sits with whom: breakout rooms and intervision groups; pure, without tables, clocks or anything to install.

Pages and use cases need these alone; all of them answer in ids, codes and whole numbers, never in words:

- `given.Given(people, size, rounds, …)` → `seating.seat(given)` → `Seating(rounds, cost, bound)`: rooms for all rounds,
  `proved` where nothing is cheaper. `given.Refused(why, ids)` says whom it concerns if there are no such rooms.
- `explain.explain(given, rounds)` → `Explained`: «18 of 20 met four new people, nobody met twice», by round, by person,
  by reason (`given.REASONS`), case by case.
- `moving.tried(given, rounds, Move(round, person_id, room, swap_with))` → `Tried`: what a move by hand would cost and
  why; `moving.swaps` with whom in a room a swap costs least.
- `reseating.reseat(given, rooms, limits)` → `Reseated`: a round that is planned or runs, for those who are there
  now, with the fewest moves; then `reseating.follow(given, done)` → `Seating` makes the rounds that are left anew.
- `intervision.groups(members, wishes)` → `Groups`: groups of four to six, and who can't be in one and why;
  `roles.draw(present, history, seed, given)` → who takes which role, fairly over a year.

How it works: `designs` in which nobody meets twice, `prices` of what two pay for sharing a room, `search` that swaps
them for less, in several `attempts`; `bounds` prove that rooms can't cost less; `apart` decides whether people can be
kept apart, `arranging` puts them where they were locked, `sizes` says how many rooms there are.
"""
