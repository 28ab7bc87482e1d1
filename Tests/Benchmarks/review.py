"""The review against HEAD, one interaction's diff, and the diff of a whole fixture."""

import json
import os
import subprocess

import changed
import measure
import peers
import report
import settings
from measure import Summary, Unusable, percentile
from terminal import Terminal


def run(program: str | None, rounds: int) -> dict:
  """The first list of the review beside `git status`, and going from diff to diff in it."""
  folder = peers.changed_repository()
  git = [peers.program("git"), "--no-optional-locks", "status", "--porcelain=v2", "-z",
         "--untracked-files=all", "--", "fixtures"]
  keys: list[float] = []

  def status() -> float:
    usage = measure.run(git, folder)
    if usage.status != 0:
      raise Unusable(f"git status ends with {usage.status}")
    return usage.wall

  def review() -> float:
    command = [peers.built(program), "fixtures"]
    with Terminal(command, settings.ROWS, settings.COLUMNS, folder) as terminal:
      listed = f"M{changed.CHANGED}"
      frame = terminal.first_frame([listed], patience=30)
      if frame.complete is None:
        raise Unusable(f"never showed {listed}:\n\n{terminal.picture()}")
      counts = terminal._first_frame([" files  ", " interactions"])
      if len(keys) < settings.DIFFS:
        keys.extend(_keys(terminal))
      return frame.complete - (counts.complete or 0)

  samples = measure.rounds({"git status": status, "first list": review}, rounds)
  _print(samples, keys, rounds)
  return {name: str(found) if isinstance(found, Unusable) else found
          for name, found in samples.items()} | {"diffs": keys}


def _keys(terminal: Terminal) -> list[float]:
  """Goes from change to change; how long each diff took to stand there."""
  terminal.press(b"c", quiet=0.5)
  terminal.press(b"\t", quiet=0.3)
  if "Review" not in terminal.text():
    raise Unusable(f"no review:\n\n{terminal.picture()}")
  found = []
  for _ in range(settings.DIFFS):
    repaint = terminal.press(b"J")
    if repaint.settled is None:
      break
    found.append(repaint.settled)
  return found


def _print(samples: dict, keys: list[float], rounds: int) -> None:
  rows = []
  status = samples["git status"]
  base = None if isinstance(status, Unusable) else Summary.of(status).median
  for name, found in samples.items():
    if isinstance(found, Unusable):
      continue
    summary = Summary.of(found)
    goal = ""
    if name == "first list" and base is not None:
      goal = report.against(
        summary.median, base + settings.GOAL_REVIEW,
        f"< git status + {settings.GOAL_REVIEW * 1000:.0f} ms",
      )
    rows.append([name, report.milliseconds(summary.median), report.span(summary), "", goal])
  if keys:
    last = percentile(keys, 99)
    rows.append([
      "J to the next diff", report.milliseconds(percentile(keys, 50)),
      report.span(Summary.of(keys)), report.milliseconds(last),
      report.against(last, settings.GOAL_KEY, f"p99 < {settings.GOAL_KEY * 1000:.0f} ms"),
    ])
  report.table(
    f"Review of a tree with {changed.CHANGED} changed files",
    ["", "median", "least – most", "p99", "goal"], rows,
    [f"{rounds} rounds by turns. First list: from the frame with the folder's counts to the one "
     "that says what git says. J: from the key to the last byte of its repaint, the diff's."]
    + [report.skipped(name, found) for name, found in samples.items()
       if isinstance(found, Unusable)],
  )


def run_diffs(program: str | None, bench: str | None, rounds: int) -> dict:
  """Comparisons inside a process, and whole commands beside git and deepdiff."""
  here = os.path.dirname(os.path.abspath(__file__))
  kinds = {"prompts of 2 to 50 kB": peers.changed_prompts(),
           "two bodies of 1.5 MB base64": peers.changed_bodies()}
  goals = {"prompts of 2 to 50 kB": settings.GOAL_KEY,
           "two bodies of 1.5 MB base64": settings.GOAL_BODIES}
  inside: dict = {}
  rows = []
  for name, folder in kinds.items():
    try:
      inside[name] = _inside(bench, folder)
    except Unusable as error:
      inside[name] = str(error)
      continue
    times = inside[name]
    last = percentile(times, 99)
    rows.append([
      name, str(len(times)), report.milliseconds(percentile(times, 50)),
      report.milliseconds(last), report.milliseconds(max(times)),
      report.against(last, goals[name], f"p99 < {goals[name] * 1000:.0f} ms"),
    ])
  report.table("One interaction's diff, compared and laid out",
               ["", "diffs", "p50", "p99", "most", "goal"], rows, [])
  old, new = (os.path.join(kinds["prompts of 2 to 50 kB"], name)
              for name in ("old.json", "new.json"))
  commands = {
    "llm-mock diff": lambda: [peers.built(program), "diff", old, new],
    "git diff --word-diff": lambda: [
      peers.program("git"), "-c", "core.pager=", "diff", "--no-index", "--word-diff", old, new],
    "deepdiff": lambda: [peers.python("deepdiff"), os.path.join(here, "deep_diff.py"), old, new],
  }

  def runner(name: str, command):
    def call() -> float:
      usage = measure.run(command())
      # A difference is 1 for those that say so.
      if usage.status not in (0, 1):
        raise Unusable(f"{name} ends with {usage.status}")
      return usage.wall
    return call

  samples = measure.rounds({name: runner(name, command) for name, command in commands.items()},
                           rounds)
  ours = samples["llm-mock diff"]
  rows = []
  for name, found in samples.items():
    if isinstance(found, Unusable):
      continue
    summary = Summary.of(found)
    ratio = "" if isinstance(ours, Unusable) else f"{summary.median / Summary.of(ours).median:.2f}"
    rows.append([name, report.milliseconds(summary.median), report.span(summary), ratio])
  report.table("The diff of a fixture with 400 long prompts, as a command",
               ["", "median", "least – most", "× llm-mock"], rows,
               [report.skipped(name, found) for name, found in samples.items()
                if isinstance(found, Unusable)])
  return {"inside": inside} | {
    name: str(found) if isinstance(found, Unusable) else found for name, found in samples.items()
  }


def _inside(bench: str | None, folder: str) -> list[float]:
  """Seconds of each comparison with its layout."""
  command = [peers.built(bench), "3", *(os.path.join(folder, name)
                                       for name in ("old.json", "new.json"))]
  done = subprocess.run(command, capture_output=True, text=True)
  if done.returncode != 0:
    raise Unusable(f"diff-bench: {done.stderr.strip()[-200:]}")
  samples = json.loads(done.stdout)
  return [(one + other) / 1e9 for one, other in zip(samples["comparison"], samples["layout"])]
