"""The child process: ministack behind a small gate of ours, on loopback, with its state saved while it runs.

`gate` (who may ask, and what is noted of what passes) · `ledger` (which events the bus took) · `snapshots` (saving all
state at one moment; the only module that touches the engine's private names, see there) · `__main__` (the process).
"""
