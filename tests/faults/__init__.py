"""What kill -9 costs: the real program is killed again and again, and what it had acknowledged is counted.

    python -m tests.faults                  100 kills in all, a table, exit code 1 where anything was lost
    python -m tests.faults --kills 500      more of them
    python -m tests.faults --only searches  one fault
    python -m tests.faults --seed 7         the same moments again, as far as a busy computer allows

Each fault has its function in `faults.py`: it starts `main.py serve --json` (or, for a second start, the same parts
without a window) on a data folder of its own, lets it work, kills it at a random moment, and looks: are the databases
whole (`life.py`), is any process left, does the next start succeed, is everything there that was answered with success?
A request that was under way when the program was killed may have happened or not; both are right, half of it is not.

The table has one row for each fault: how often the program was killed, how many changes were acknowledged, how many of
them were lost, and what else was wrong. A new fault is a new function in `FAULTS`. The test suite runs three kills of
each (`test_kills.py`).
"""
