"""The child process: ministack behind a small gate of ours, on loopback, with its state saved while it runs.

`gate` (who may ask, and what is noted of what passes) · `ledger` (which events the bus took) · `snapshots` (saving all
state at one moment) · `patches` (what the engine is taught) · `__main__` (the process).
Only snapshots and patches touch private names of the engine; each says which and why, and each has a canary.
"""
