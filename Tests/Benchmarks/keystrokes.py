"""From a key to the repaint that answers it, and the memory that browsing takes."""

import contextlib
import itertools

import frames
import peers
import report
import settings
from measure import Summary, Unusable, percentile
from terminal import Repaint, Terminal


def run(program: str | None, tree: str, facts: dict) -> dict:
  """Presses the same mix of keys in several programs, in blocks by turns."""
  programs = {
    "llm-mock-tui": ("browser", "browser tree", lambda: [peers.built(program), tree], None),
    "tig": ("tig", "tig", lambda: [peers.program("tig")], peers.repository),
    "less": ("less", "less", lambda: [peers.program("less"), peers.lines()], None),
    "ncurses hello world": ("hello", "hello", lambda: [peers.hello()], None),
  }
  samples: dict = {}
  with contextlib.ExitStack() as stack:
    sessions = {}
    for name, (kind, screen, command, folder) in programs.items():
      samples[name] = []
      try:
        terminal = stack.enter_context(Terminal(
          command(), settings.ROWS, settings.COLUMNS, folder() if folder else None
        ))
        prepare(terminal, kind, screen, facts)
      except Unusable as error:
        samples[name] = error
        continue
      count = settings.KEYS if kind == "browser" else settings.PEER_KEYS
      sessions[name] = (terminal, keys(kind, count))
    while sessions:
      for name, (terminal, left) in list(sessions.items()):
        block = list(itertools.islice(left, settings.BLOCK))
        samples[name] += [(key, terminal.press(code)) for key, code in block]
        if len(block) < settings.BLOCK or terminal.ended:
          del sessions[name]
        if terminal.ended:
          samples[name] = Unusable("it ended while keys were pressed:\n\n" + terminal.picture())
  _print(samples, facts)
  return {
    name: str(found) if isinstance(found, Unusable)
    else [{"key": key} | vars(repaint) for key, repaint in found]
    for name, found in samples.items()
  }


def run_memory(program: str | None, tree: str, facts: dict) -> dict:
  """The browser's memory when the folder is read, and after many keys."""
  moments: dict[str, dict] = {}
  notes, errors = [], {}
  try:
    command = [peers.built(program), tree]
    with Terminal(command, settings.ROWS, settings.COLUMNS) as terminal:
      prepare(terminal, "browser", "browser tree", facts)
      terminal.settle()
      moments["settled"] = _memory(terminal)
      for _, code in keys("browser", settings.KEYS):
        terminal.press(code, quiet=0.004)
      terminal.settle()
      moments[f"after {settings.KEYS:,} keys"] = _memory(terminal)
  except Unusable as error:
    notes.append(report.skipped("llm-mock-tui", error))
    errors["llm-mock-tui"] = str(error)
  goal = settings.GOAL_MEMORY
  rows = [
    [
      f"llm-mock-tui, {moment}",
      report.megabytes(found["RssAnon"]),
      report.megabytes(found["RssFile"]),
      report.megabytes(found["VmHWM"]),
      f"{found['RssAnon'] * 1024 / facts['bytes'] * 100:.1f} %",
      report.against(found["RssAnon"] * 1024 / 1e6, goal, f"RssAnon < {goal} MB"),
    ]
    for moment, found in moments.items()
  ]
  report.table(
    f"Memory of the browser on {facts['bytes'] / 1e6:.0f} MB of fixtures",
    ["", "RssAnon", "RssFile", "peak RSS", "RssAnon of the folder", "goal"],
    rows,
    notes,
  )
  return moments | errors


def _memory(terminal: Terminal) -> dict[str, int]:
  if terminal.ended:
    raise Unusable("it ended by itself:\n\n" + terminal.picture())
  return terminal.memory()


def prepare(terminal: Terminal, kind: str, screen: str, facts: dict) -> None:
  """Waits for the first screen and goes to where the keys are to be pressed."""
  texts = frames.expected(screen, facts)
  if terminal.first_frame(texts).complete is None:
    raise Unusable(f"never showed {texts}:\n\n{terminal.picture()}")
  terminal.settle()
  if kind != "browser":
    return
  for key in settings.KEYS_BEFORE:
    terminal.press(settings.BYTES[kind][key])
  terminal.settle()
  for text in settings.KEYS_BEFORE_SHOW:
    wanted = text.format(interactions=f"{facts['interactions']:,}", files=f"{facts['files']:,}")
    if wanted not in terminal.text():
      raise Unusable(f"{settings.KEYS_BEFORE} did not show {wanted!r}:\n\n{terminal.picture()}")


def keys(kind: str, count: int):
  """The next `count` keys of the mix that the program has, as (name, bytes)."""
  known = settings.BYTES[kind]
  mix = (key for key in itertools.cycle(settings.CYCLE) if key in known)
  return ((key, known[key]) for key in itertools.islice(mix, count))


def _print(samples: dict, facts: dict) -> None:
  rows, slowest = [], []
  for name, found in samples.items():
    if isinstance(found, Unusable):
      continue
    answered = [(key, one) for key, one in found if one.done is not None]
    if not answered:
      samples[name] = Unusable("no key had any effect")
      continue
    done = [one.done for _, one in answered]
    settled = [one.settled for _, one in answered]
    late = sum(1 for _, one in answered if one.settled > one.done)
    goal = settings.GOAL_KEY
    rows.append(
      [name, str(len(found)), str(len(found) - len(answered))]
      + [report.milliseconds(percentile(done, percent)) for percent in (50, 95, 99, 100)]
      + [str(late), report.milliseconds(percentile(settled, 99))]
      + [f"{Summary.of([one.size for _, one in answered]).median:.0f}"]
      + [report.against(percentile(done, 99), goal, f"p99 < {goal * 1000:.0f} ms")
         if name == "llm-mock-tui" else ""]
    )
    if name == "llm-mock-tui":
      slowest = _by_key(answered)
  report.table(
    f"From a key to its repaint, with {facts['interactions']:,} interactions listed",
    ["", "keys", "no effect", "p50", "p95", "p99", "most", "late", "p99 with late", "bytes",
     "goal"],
    rows,
    [f"{settings.COLUMNS}x{settings.ROWS}; in blocks of {settings.BLOCK} keys by turns. A repaint "
     "ends with the last byte of its last frame; late: keys after which more came after a pause "
     "of 3 ms or more."] + slowest
    + [report.skipped(name, found) for name, found in samples.items()
       if isinstance(found, Unusable)],
  )


def _by_key(answered: list[tuple[str, Repaint]]) -> list[str]:
  """Which keys are slow, for the browser."""
  by_key: dict[str, list[float]] = {}
  for key, one in answered:
    by_key.setdefault(key, []).append(one.done)
  found = sorted(by_key.items(), key=lambda item: -max(item[1]))
  return ["llm-mock-tui by key, median and most: " + "; ".join(
    f"{key} {report.milliseconds(Summary.of(values).median)}, {report.milliseconds(max(values))}"
    for key, values in found
  ) + "."]
