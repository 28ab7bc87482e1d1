"""Replaying inside one process: at the handler, and through URLSession. Single calls."""

import json
import os
import subprocess
import tempfile

import calls
import peers
import report
import settings
from measure import Summary, Unusable

HERE = os.path.dirname(os.path.abspath(__file__))


def run(program: str | None, rounds: int) -> dict:
  """Measures and prints; returns the samples, in seconds."""
  samples: dict[str, list[float] | Unusable] = {}
  with tempfile.TemporaryDirectory() as folder:
    fixtures = {count: calls.write_replay(folder, count) for count in settings.COUNTS}
    try:
      samples |= _ours(program, folder, rounds)
    except Unusable as error:
      samples["replay-bench"] = error
    for count, fixture in fixtures.items():
      try:
        samples[f"python {count}"] = _python(fixture, rounds)
      except Unusable as error:
        samples["Python llm-mock"] = error
  _print(samples, rounds)
  return {name: str(found) if isinstance(found, Unusable) else found
          for name, found in samples.items()}


def _ours(program: str | None, folder: str, rounds: int) -> dict[str, list[float]]:
  counts = [str(count) for count in settings.COUNTS]
  found = _json([peers.built(program), str(rounds), str(settings.CALLS), folder] + counts)
  return {name: [value / 1e9 for value in values] for name, values in found.items()}


def _python(fixture: str, rounds: int) -> list[float]:
  script = os.path.join(HERE, "replay_llm_mock.py")
  return _json([peers.python("llm_mock"), script, fixture, str(rounds)])


def _json(command: list[str]):
  environment = {name: value for name, value in os.environ.items()
                 if not name.startswith("LLM_MOCK_")}
  done = subprocess.run(command, capture_output=True, text=True, env=environment)
  if done.returncode != 0:
    raise Unusable(f"{os.path.basename(command[0])}: {done.stderr.strip()[-300:]}")
  return json.loads(done.stdout)


# The rows: what it is called, and what its samples are.
ROWS = {
  "handler": "the handler",
  "empty": "URLSession, an empty URLProtocol",
  "session": "URLSession",
  "opening": "opening, one call, closing",
  "python": "Python llm-mock, one call",
}


def _print(samples: dict, rounds: int) -> None:
  summaries = {name: Summary.of(found) for name, found in samples.items()
               if not isinstance(found, Unusable)}
  empty = summaries.get("empty")
  rows = []
  for kind, title in ROWS.items():
    counts = [""] if kind == "empty" else settings.COUNTS
    for count in counts:
      summary = summaries.get(f"{kind} {count}".strip())
      if not summary:
        continue
      more = summary.median - empty.median if empty and kind == "session" else None
      rows.append([
        title, f"{count:,}" if count else "", report.microseconds(summary.median),
        report.microseconds(summary.least),
        "" if more is None else report.microseconds(more),
        _goal(kind, count, summary, more, summaries),
      ])
  report.table(
    "One replay inside a process, by interactions in the fixture",
    ["", "interactions", "median", "least", "over the empty one", "goal"],
    rows,
    [f"Blocks of {settings.CALLS} calls in turn, {rounds} rounds after one to warm up; requests of "
     f"{calls.REQUEST} characters, each another interaction's. Opening and Python llm-mock: "
     f"{rounds} calls; both read the file."]
    + [report.skipped(name, found) for name, found in samples.items()
       if isinstance(found, Unusable)],
  )


def _goal(kind: str, count: int, summary: Summary, more: float | None, all_: dict) -> str:
  goals = []
  if kind == "handler":
    limit = settings.GOAL_HANDLER
    goals.append(report.against(summary.median, limit, f"≤ {limit * 1000:.2f} ms"))
  if more is not None:
    limit = settings.GOAL_OVER_EMPTY_PROTOCOL
    goals.append(report.against(more, limit, f"≤ {limit * 1000:.1f} ms over"))
  least = all_.get(f"{kind} {settings.COUNTS[0]}")
  if kind in ("handler", "session") and count == settings.COUNTS[-1] and least:
    flat = settings.GOAL_FLAT
    times = summary.median / least.median
    goals.append(report.against(times, flat, f"flat, ≤ {flat} × ({times:.2f})"))
  return "; ".join(goals)
