"""Processes that record into one fixture at once: what is in it then, and how long it took."""

import collections
import contextlib
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import time

import calls
import measure
import peers
import report
import settings
from content import match_hash
from measure import Summary, Unusable
from servers import Server

HERE = os.path.dirname(os.path.abspath(__file__))
EACH = settings.RECORDED // settings.PROCESSES
# A request that all of them send in the end.
SAME = settings.RECORDED
OURS, PYTHON = "llm-mock run --mode record", "Python llm-mock"


@dataclasses.dataclass
class Recorded:
  different: float
  """Seconds for all different requests."""
  same: float
  """Seconds for the one that all send."""
  answered: int
  entries: int | None
  """How many of the different requests the fixture holds; None when it does not parse."""
  copies: int | None
  """How many recordings of the one that all sent."""


def run(program: str | None, rounds: int) -> dict:
  """Measures and prints; returns the samples."""
  with Server([sys.executable, os.path.join(HERE, "standin.py")]) as upstream:
    samples = measure.rounds({
      OURS: lambda: _measured(lambda fixture, words: [
        peers.built(program), "run", "--mode", "record", "--fixture", fixture,
        "--upstream", f"openai={upstream.address}", "--", *_client(sys.executable, words),
      ]),
      PYTHON: lambda: _measured(lambda fixture, words: _client(
        peers.python("llm_mock"), words + [fixture, upstream.address]
      )),
    }, rounds)
  _print(samples)
  return {name: str(found) if isinstance(found, Unusable) else [vars(one) for one in found]
          for name, found in samples.items()}


def _client(python: str, words: list[str]) -> list[str]:
  return [python, os.path.join(HERE, "recording_client.py"), *words]


def _measured(command) -> Recorded:
  with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
    fixture = os.path.join(folder, "fixture.json")
    clients = [
      stack.enter_context(Recorder(command(fixture, [str(number * EACH), str(EACH), str(SAME)])))
      for number in range(settings.PROCESSES)
    ]
    for client in clients:
      client.line()
    different, answered = _together(clients)
    same, more = _together(clients)
    for client in clients:
      client.end()
    entries, copies = _held(fixture)
    return Recorded(different, same, answered + more, entries, copies)


def _together(clients: list["Recorder"]) -> tuple[float, int]:
  """Lets all go on, and waits until the last has said how many requests were answered."""
  start = time.perf_counter()
  for client in clients:
    client.go()
  answered = sum(int(client.line()) for client in clients)
  return time.perf_counter() - start, answered


def _held(fixture: str) -> tuple[int | None, int | None]:
  try:
    with open(fixture, "rb") as file:
      found = collections.Counter(one["hash"] for one in json.load(file)["interactions"])
  except (OSError, ValueError):
    return None, None
  numbers = range(EACH * settings.PROCESSES)
  entries = sum(found[match_hash(calls.request(number))] > 0 for number in numbers)
  return entries, found[match_hash(calls.request(SAME))]


class Recorder:
  """One process that records."""

  def __init__(self, command: list[str]):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("LLM_MOCK_")}
    self.errors = tempfile.TemporaryFile()
    self.process = subprocess.Popen(
      command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, env=environment
    )

  def __enter__(self) -> "Recorder":
    return self

  def __exit__(self, *_) -> None:
    # Whoever is still here failed, and hears no more.
    self.process.stdin.close()
    self.process.wait()
    self.process.stdout.close()
    self.errors.close()

  def go(self) -> None:
    self.process.stdin.write(b"\n")
    self.process.stdin.flush()

  def line(self) -> bytes:
    line = self.process.stdout.readline()
    if not line:
      raise Unusable(f"it ended: {self._complaint()}")
    return line

  def end(self) -> None:
    if self.process.wait() != 0:
      raise Unusable(f"exit status {self.process.returncode}: {self._complaint()}")

  def _complaint(self) -> str:
    self.errors.seek(0)
    return self.errors.read()[-300:].decode("utf-8", "replace").strip()


def _print(samples: dict) -> None:
  rows = []
  for name, found in samples.items():
    if isinstance(found, Unusable):
      continue
    goal = ""
    if name == OURS:
      good = all(one.entries == EACH * settings.PROCESSES and one.copies == settings.PROCESSES
                 for one in found)
      goal = f"all {EACH * settings.PROCESSES:,} and {settings.PROCESSES}: " \
        + ("met" if good else "missed")
    rows.append([
      name,
      _all([one.answered for one in found]),
      _all([one.entries for one in found]),
      _all([one.copies for one in found]),
      f"{sum(one.entries is not None for one in found)} of {len(found)}",
      report.milliseconds(Summary.of([one.different for one in found]).median),
      report.milliseconds(Summary.of([one.same for one in found]).median),
      goal,
    ])
  report.table(
    f"{settings.PROCESSES} processes record into one fixture",
    ["", f"answered of {(EACH + 1) * settings.PROCESSES:,}",
     f"kept of {EACH * settings.PROCESSES:,} different", f"kept of {settings.PROCESSES} the same",
     "files that parse", "different", "the same", "goal"],
    rows,
    ["Counts of every round after one to warm up; times are medians, from when all are ready to "
     "when the last has its last answer. A recorder that fails is done sooner."]
    + [report.skipped(name, found) for name, found in samples.items()
       if isinstance(found, Unusable)],
  )


def _all(counts: list[int | None]) -> str:
  return ", ".join("–" if count is None else f"{count:,}" for count in counts)
