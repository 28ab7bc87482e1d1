"""Listing a whole folder, against reading it and against other parsers. Whole processes."""

import os
import shlex
import subprocess

import measure
import peers
import report
import settings
from measure import Summary, Unusable

HERE = os.path.dirname(os.path.abspath(__file__))


def run(program: str | None, tree: str, facts: dict, rounds: int) -> dict:
  """Measures and prints; returns the samples."""
  found = f"find {shlex.quote(tree)} -name '*.json' -print0 | xargs -0"
  commands = {
    "llm-mock list": lambda: [peers.built(program), "list", tree],
    "find | xargs cat": lambda: _shell("xargs", f"{found} cat"),
    "orjson.loads": lambda: [peers.python("orjson"), os.path.join(HERE, "load_orjson.py"), tree],
    "Python llm-mock's loader": lambda: [
      peers.python("llm_mock"), os.path.join(HERE, "load_llm_mock.py"), tree
    ],
    "jq '.interactions|length'": lambda: _shell("jq", f"{found} jq -c '.interactions|length'"),
  }
  samples = measure.rounds(
    {name: _runner(command) for name, command in commands.items()}, rounds
  )
  _print(samples, program, tree, facts, rounds)
  return {
    name: str(found) if isinstance(found, Unusable) else [vars(usage) for usage in found]
    for name, found in samples.items()
  }


def _runner(command):
  """Looks for its program once; later calls only run it."""
  known: list[list[str]] = []

  def call() -> measure.Usage:
    if not known:
      known.append(command())
    usage = measure.run(known[0])
    if usage.status != 0:
      raise Unusable(f"exit status {usage.status} of {shlex.join(known[0])}")
    return usage

  return call


def _shell(needed: str, line: str) -> list[str]:
  peers.program(needed)
  return [peers.program("sh"), "-c", line]


def _last_line(program: str, tree: str) -> str:
  """What the listing says it has seen, so that a reader can tell that it saw everything."""
  done = subprocess.run([program, "list", tree], capture_output=True, check=True)
  return done.stdout[-1000:].decode("utf-8", "replace").strip().split("\n")[-1][:200]


def _memory(kilobytes: float, floor: int) -> str:
  return ("≤ " if kilobytes < floor * 1.1 else "") + report.megabytes(kilobytes)


def _print(samples: dict, program: str | None, tree: str, facts: dict, rounds: int) -> None:
  usable = {name: found for name, found in samples.items() if not isinstance(found, Unusable)}
  medians = {name: Summary.of([one.wall for one in found]) for name, found in usable.items()}
  cat, ours = medians.get("find | xargs cat"), medians.get("llm-mock list")
  # What even the smallest program is said to take, since it begins as a copy of this one.
  floor = measure.run(["true"]).memory
  rows = []
  for name, summary in medians.items():
    goal = ""
    if name == "llm-mock list" and cat:
      limit = settings.GOAL_LIST_TIMES_CAT
      goal = report.against(summary.median / cat.median, limit, f"≤ {limit} × cat")
    elif name not in ("llm-mock list", "find | xargs cat") and ours:
      goal = report.against(ours.median, summary.median, "slower than llm-mock")
    rows.append([
      name,
      report.milliseconds(summary.median),
      report.span(summary),
      f"{summary.median / cat.median:.2f}" if cat else "",
      report.milliseconds(Summary.of([one.processor for one in usable[name]]).median),
      _memory(Summary.of([one.memory for one in usable[name]]).median, floor),
      goal,
    ])
  report.table(
    f"Listing {facts['files']:,} files, {facts['interactions']:,} interactions, "
    f"{facts['bytes'] / 1e6:.0f} MB",
    ["", "median", "least – most", "× cat", "user + sys", "most memory", "goal"],
    rows,
    [f"{tree}; {rounds} rounds after one to warm up ({measure.ROUNDS_OF_SLOW} for slow ones); "
     "output to /dev/null."]
    + ([f"Its last line: {_last_line(program, tree)}"] if ours else [])
    + [report.skipped(name, found) for name, found in samples.items()
       if isinstance(found, Unusable)],
  )
