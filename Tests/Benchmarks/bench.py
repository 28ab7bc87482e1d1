#!/usr/bin/env python3
r"""Measures the project's programs next to other programs, on generated fixtures.

    bench.py --list .build/release/llm-mock --tui .build/release/llm-mock-tui \
      --replay .build/release/replay-bench --diff .build/release/diff-bench

There are three parts: the browser with the listing, the review with its diffs, and the engine that
records and replays.

Prints Markdown. Missing programs are installed when run as root, otherwise skipped with a message.
No time is ever an error; the exit status is 1 only when something could not be run.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
import time

import first_event
import frames
import in_process
import keystrokes
import listing
import peers
import recording
import replay
import report
import review
import settings
import tree as trees
from environments import say

HALVES = {
  "browser": ["list", "frame", "keys", "big", "memory"],
  "review": ["changes", "diff"],
  "engine": ["replay", "process", "event", "record"],
}
GROUPS = [group for groups in HALVES.values() for group in groups]


def main() -> int:
  options = arguments()
  runs, facts = {}, None
  rounds = settings.ROUNDS | ({name: options.rounds for name in settings.ROUNDS}
                              if options.rounds else {})
  if set(options.only) & set(HALVES["browser"]):
    if not options.no_install:
      peers.install()
    tree, facts = tree_of(options)
    runs |= browser_runs(options, tree, facts, rounds)
  if set(options.only) & set(HALVES["review"]):
    if not options.no_install:
      peers.install()
    runs |= {
      "changes": lambda: review.run(options.tui, rounds["review"]),
      "diff": lambda: review.run_diffs(options.list, options.diff, rounds["diff"]),
    }
  if set(options.only) & set(HALVES["engine"]):
    if not options.no_install:
      peers.install_engine()
    runs |= engine_runs(options, rounds)
  machine = report.machine()
  print("# Benchmarks\n")
  print("\n".join(f"- {name}: {value}" for name, value in machine.items()))
  gc.disable()
  results, start = {}, time.monotonic()
  for name in options.only:
    say(f"measuring {name} ...")
    results[name] = runs[name]()
    sys.stdout.flush()
  print(f"\nTook {time.monotonic() - start:.0f} s; load at the end: {report.load()}")
  if options.json:
    with open(options.json, "w", encoding="utf-8") as file:
      json.dump({"machine": machine, "tree": facts, "groups": results}, file, indent=2)
  skipped = [group for group, found in results.items()
             if any(isinstance(samples, str) for samples in found.values())]
  return 1 if skipped else 0


def tree_of(options: argparse.Namespace) -> tuple[str, dict]:
  """The folder to browse, and what is in it."""
  tree = os.path.abspath(options.tree or peers.default_tree())
  # In a process of its own: what this one has once used would count as its children's memory.
  done = subprocess.run(
    [sys.executable, trees.__file__, "--facts", tree], check=True, capture_output=True
  )
  return tree, json.loads(done.stdout) | {"name": os.path.basename(tree)}


def browser_runs(options: argparse.Namespace, tree: str, facts: dict, rounds: dict) -> dict:
  return {
    "list": lambda: listing.run(options.list, tree, facts, rounds["list"]),
    "frame": lambda: frames.run(options.tui, tree, options.small, facts, rounds["frame"]),
    "keys": lambda: keystrokes.run(options.tui, tree, facts),
    "big": lambda: frames.run_big(
      options.tui, options.big or peers.default_big(), trees.BIG_QUESTION, rounds["big"]
    ),
    "memory": lambda: keystrokes.run_memory(options.tui, tree, facts),
  }


def engine_runs(options: argparse.Namespace, rounds: dict) -> dict:
  return {
    "replay": lambda: replay.run(options.list, rounds["replay"]),
    "process": lambda: in_process.run(options.replay, rounds["process"]),
    "event": lambda: first_event.run(options.list, rounds["event"]),
    "record": lambda: recording.run(options.list, rounds["record"]),
  }


def arguments() -> argparse.Namespace:
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
  )
  parser.add_argument("--list", metavar="PROGRAM", type=os.path.abspath, help="llm-mock")
  parser.add_argument("--tui", metavar="PROGRAM", type=os.path.abspath, help="llm-mock-tui")
  parser.add_argument("--replay", metavar="PROGRAM", type=os.path.abspath, help="replay-bench")
  parser.add_argument("--diff", metavar="PROGRAM", type=os.path.abspath, help="diff-bench")
  parser.add_argument("--tree", metavar="DIR", help="fixtures to use instead of generated ones")
  parser.add_argument("--small", metavar="DIR", help="a small folder for the first frame")
  parser.add_argument("--big", metavar="FILE", help="a big fixture instead of the generated one")
  parser.add_argument(
    "--only", default=",".join(HALVES),
    help=f"some of {','.join(HALVES)} or of {','.join(GROUPS)}",
  )
  parser.add_argument("--rounds", type=int, help="rounds of every group that has rounds")
  parser.add_argument("--json", metavar="FILE", help="where to write every sample")
  parser.add_argument("--no-install", action="store_true", help="install nothing")
  options = parser.parse_args()
  names = options.only.split(",")
  if unknown := [name for name in names if name not in GROUPS and name not in HALVES]:
    known = ", ".join(list(HALVES) + GROUPS)
    parser.error(f"--only knows {known}, not {', '.join(unknown)}")
  options.only = [group for name in names for group in HALVES.get(name, [name])]
  return options


if __name__ == "__main__":
  sys.exit(main())
