"""From exec to a screen that shows what was asked for."""

import os
import shlex

import measure
import peers
import report
import settings
from measure import Summary, Unusable
from terminal import FirstFrame, Terminal

# Small fixtures, made for the purpose.
SMALL_FILES = 30


def run(program: str | None, tree: str, small: str | None, facts: dict, rounds: int) -> dict:
  """The first full frame: a big folder, a small one, and other programs."""
  starts = {
    "llm-mock-tui, big folder": Start(lambda: [peers.built(program), tree], "browser tree"),
    "llm-mock-tui, small folder": Start(
      lambda: [peers.built(program), small or peers.default_tree(SMALL_FILES)], "browser small"
    ),
    f"tig, {peers.COMMITS:,} commits": Start(
      lambda: [peers.program("tig")], "tig", peers.repository
    ),
    "ncurses hello world": Start(lambda: [peers.hello()], "hello"),
  }
  samples = measure.rounds({name: start.runner(facts) for name, start in starts.items()}, rounds)
  rows = _rows(samples, settings.GOAL_FRAME, "llm-mock-tui")
  report.table(
    "First full frame",
    ["", "median", "least – most", "× hello", "first byte", "settled", "goal"],
    _with_ratios(rows, samples, "ncurses hello world"),
    _notes(starts, samples, rounds)
    + ["Settled: the last byte before 100 ms without output. The screen goes on filling until "
       "then; the median before it is when all expected texts stood there."],
  )
  return _plain(samples)


def run_big(program: str | None, big: str, question: str, rounds: int) -> dict:
  """One fixture of 100 MB: its first interaction on the screen, against other readers."""
  here, file = os.path.dirname(os.path.abspath(__file__)), shlex.quote(big)
  start = Start(lambda: [peers.built(program), big], "browser big")
  whole = {
    "cat": lambda: [peers.program("cat"), big],
    "orjson.loads": lambda: [peers.python("orjson"), os.path.join(here, "load_orjson.py"), big],
    "jq '.interactions|length'": lambda: [peers.program("jq"), ".interactions|length", big],
  }

  def whole_runner(command):
    def call() -> FirstFrame:
      usage = measure.run(command())
      if usage.status != 0:
        raise Unusable(f"exit status {usage.status}")
      return FirstFrame(None, usage.wall, usage.wall)
    return call

  runners = {"llm-mock-tui": start.runner({"question": question})}
  runners |= {name: whole_runner(command) for name, command in whole.items()}
  samples = measure.rounds(runners, rounds)
  rows = _rows(samples, settings.GOAL_BIG, "llm-mock-tui")
  report.table(
    f"One fixture of {os.path.getsize(big) / 1e6:.0f} MB, first interaction shown",
    ["", "median", "least – most", "× cat", "first byte", "settled", "goal"],
    _with_ratios(rows, samples, "cat"),
    _notes({"llm-mock-tui": start}, samples, rounds)
    + [f"{file}; the others read the whole file and show nothing."],
  )
  return _plain(samples)


def expected(screen: str, facts: dict) -> list[str]:
  """The texts that a screen must show, from the settings."""
  values = facts | {
    name: f"{value:,}" for name, value in facts.items() if isinstance(value, int)
  }
  return [text.format(**values) for text in settings.FRAME_SHOWS[screen]]


class Start:
  """One program to start, and the screen that is waited for."""

  def __init__(self, command, screen: str, folder=None):
    self.command, self.screen, self.folder = command, screen, folder
    self.texts: list[str] = []

  def runner(self, facts: dict):
    known: list = []
    self.texts = expected(self.screen, facts)

    def call() -> FirstFrame:
      if not known:
        known.append((self.command(), self.folder() if self.folder else None))
      command, folder = known[0]
      with Terminal(command, settings.ROWS, settings.COLUMNS, folder) as terminal:
        frame = terminal.first_frame(self.texts)
        if frame.complete is None:
          raise Unusable(
            f"never showed {self.texts}; last output after "
            f"{report.milliseconds(frame.settled)}:\n\n{terminal.picture()}"
          )
        return frame

    return call


def _rows(samples: dict, goal: float, ours: str) -> list[list[str]]:
  rows = []
  for name, frames in samples.items():
    if isinstance(frames, Unusable):
      continue
    complete = Summary.of([frame.complete for frame in frames])
    firsts = [frame.first for frame in frames if frame.first is not None]
    settled = Summary.of([frame.settled for frame in frames])
    text = f"< {goal * 1000:.0f} ms"
    rows.append([
      name,
      report.milliseconds(complete.median),
      report.span(complete),
      "",
      report.milliseconds(Summary.of(firsts).median) if firsts else "",
      report.milliseconds(settled.median) if firsts else "",
      report.against(complete.median, goal, text) if name.startswith(ours) else "",
    ])
  return rows


def _with_ratios(rows: list[list[str]], samples: dict, base: str) -> list[list[str]]:
  found = samples.get(base)
  if not found or isinstance(found, Unusable):
    return rows
  floor = Summary.of([frame.complete for frame in found]).median
  for row in rows:
    median = Summary.of([frame.complete for frame in samples[row[0]]]).median
    row[3] = f"{median / floor:.2f}"
  return rows


def _notes(starts: dict, samples: dict, rounds: int) -> list[str]:
  shown = "; ".join(f"{name}: {', '.join(start.texts)}" for name, start in starts.items())
  return [f"{settings.COLUMNS}x{settings.ROWS}, {rounds} rounds after one to warm up. "
          f"A frame is full when it shows: {shown}."] + [
    report.skipped(name, found) for name, found in samples.items() if isinstance(found, Unusable)
  ]


def _plain(samples: dict) -> dict:
  return {
    name: str(found) if isinstance(found, Unusable) else [vars(frame) for frame in found]
    for name, found in samples.items()
  }
