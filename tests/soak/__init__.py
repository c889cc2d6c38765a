"""A service that runs for long under everything that goes wrong, judged by who polls it.

`python -m tests.soak --minutes 60` saves, polls, kills, fills disks, moves clocks and takes folders
away at random, in rounds: a storm of actions, then quiet. A subscriber who only polls judges every
answer; the editor tells it what was saved. When it is quiet, everything must be as it was saved.
"""
