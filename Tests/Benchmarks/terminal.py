"""Runs a full-screen program on a terminal of its own and says when its output came.

Nothing is interpreted while time runs: output is kept as (moment, bytes) and looked at afterwards.

A repaint's end depends on the program. One that wraps frames in synchronized output (mode 2026)
ends a frame with the bytes of `FRAME_END`; a terminal shows it then. For others it is the last
byte before a pause. Silence is only waited for to know that nothing follows, and never counted.
What a program draws by itself, such as a clock, counts for the key that was pressed before it.
"""

import dataclasses
import fcntl
import os
import re
import select
import signal
import struct
import termios
import time

from screen import Screen

FRAME_BEGIN, FRAME_END = b"\x1b[?2026h", b"\x1b[?2026l"
# Frames this close together are one repaint; what comes later is reported as late.
GAP = 0.003
# No output for so long after a key: the program is done with it.
QUIET = 0.040
# A key that shows nothing for so long has no effect.
PATIENCE = 0.250
# No output for so long after the start: the first screen is complete.
SETTLED = 0.100

# Questions that programs ask their terminal, and what a plain xterm of this size would say.
ANSWERS = [
  (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
  (re.compile(rb"\x1b\[>0?c"), b"\x1b[>0;276;0c"),
  (re.compile(rb"\x1b\[5n"), b"\x1b[0n"),
  (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
  (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
  (re.compile(rb"\x1b\]10;\?(?:\x07|\x1b\\)"), b"\x1b]10;rgb:d0d0/d0d0/d0d0\x1b\\"),
  (re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"), b"\x1b]11;rgb:1010/1010/1010\x1b\\"),
  (re.compile(rb"\x1bP\+q[0-9A-Fa-f;]*\x1b\\"), b"\x1bP0+r\x1b\\"),
]
QUESTION = re.compile(rb"\x1b(?:\[(?:>?0?c|[56]n|\?2026\$p)|\]1[01];\?|P\+q)")


@dataclasses.dataclass
class Repaint:
  """How the program answered one key, in seconds after it was written; None: not at all."""

  done: float | None
  """When the repaint was complete."""
  settled: float | None
  """When the last byte came; later than `done` if frames followed after a pause."""
  size: int
  """Bytes written."""


class Terminal:
  """One running program. Use as a context manager: leaving it ends the program."""

  def __init__(
    self, command: list[str], rows: int = 36, columns: int = 120, folder: str | None = None
  ):
    self.rows, self.columns = rows, columns
    self.log: list[tuple[float, bytes]] = []
    self.synchronized = False
    self.ended = False
    self._open_frame = False
    self._tail = b""
    self._screen = Screen(rows, columns)
    self._shown = 0
    self.master, worker = os.openpty()
    fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    gate, self._gate = os.pipe()
    self.process = os.fork()
    if self.process == 0:
      self._become(command, worker, gate, folder)
    os.close(worker)
    os.close(gate)
    os.set_blocking(self.master, False)
    self._poll = select.poll()
    self._poll.register(self.master, select.POLLIN)
    # The child waits, so making it is not part of what is measured.
    self.start = time.perf_counter()
    os.write(self._gate, b"!")
    os.close(self._gate)

  def _become(self, command: list[str], worker: int, gate: int, folder: str | None) -> None:
    """In the child: takes the terminal and becomes the program once told to."""
    try:
      os.close(self.master)
      os.close(self._gate)
      os.setsid()
      fcntl.ioctl(worker, termios.TIOCSCTTY, 0)
      for descriptor in (0, 1, 2):
        os.dup2(worker, descriptor)
      if folder:
        os.chdir(folder)
      environment = {
        name: value for name, value in os.environ.items()
        if not name.startswith(("LC_", "COLORTERM", "NO_COLOR", "LINES", "COLUMNS", "TERM"))
      }
      environment |= {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
      os.read(gate, 1)
      os.execvpe(command[0], command, environment)
    finally:
      os._exit(127)

  def __enter__(self) -> "Terminal":
    return self

  def __exit__(self, *_) -> None:
    os.close(self.master)
    try:
      os.kill(self.process, signal.SIGHUP)
      deadline = time.monotonic() + 1
      while time.monotonic() < deadline:
        if os.waitpid(self.process, os.WNOHANG)[0]:
          return
        time.sleep(0.01)
      os.kill(self.process, signal.SIGKILL)
      os.waitpid(self.process, 0)
    except (ProcessLookupError, ChildProcessError):
      return

  # Output

  def read(self, timeout: float) -> bytes:
    """What has come, waiting for it up to `timeout` seconds; empty for nothing."""
    if self.ended or not self._poll.poll(max(0.0, timeout) * 1000):
      return b""
    try:
      data = os.read(self.master, 65536)
    except BlockingIOError:
      return b""
    except OSError:
      # Linux says EIO when the last program on the terminal has gone.
      data = b""
    moment = time.perf_counter()
    if not data:
      self.ended = True
      return b""
    self.log.append((moment, data))
    self._note_frames(data)
    return data

  def _note_frames(self, data: bytes) -> None:
    """Keeps track of whether a frame is open, and answers questions."""
    data = self._tail + data
    begin, end = data.rfind(FRAME_BEGIN), data.rfind(FRAME_END)
    if begin >= 0 or end >= 0:
      self.synchronized = True
      self._open_frame = begin > end
    if QUESTION.search(data):
      for question, answer in ANSWERS:
        data, count = question.subn(b"", data)
        if count:
          os.write(self.master, answer * count)
    # Sequences may be cut by the end of a read; one that was complete must not be seen again.
    escape = data.rfind(b"\x1b")
    tail = data[escape:] if escape >= 0 and len(data) - escape < 24 else b""
    self._tail = b"" if tail in (FRAME_BEGIN, FRAME_END) else tail

  def drain(self, quiet: float, patience: float) -> None:
    """Reads until nothing has come for `quiet` seconds; waits `patience` for the first byte."""
    deadline = time.perf_counter() + patience
    while True:
      data = self.read(deadline - time.perf_counter())
      if not data:
        if self.ended or time.perf_counter() >= deadline:
          return
        continue
      deadline = time.perf_counter() + quiet

  def text(self) -> str:
    """What the screen shows by now."""
    for _, data in self.log[self._shown:]:
      self._screen.feed(data)
    self._shown = len(self.log)
    return self._screen.text

  def picture(self) -> str:
    """The screen for a message: what it shows, indented."""
    lines = self.text().rstrip().split("\n")
    return "\n".join("    " + line for line in lines)

  # Measurements

  def first_frame(self, expected: list[str], patience: float = 10.0) -> "FirstFrame":
    """Waits until the screen shows `expected` and has been quiet for `SETTLED`."""
    deadline = time.perf_counter() + patience
    self.drain(SETTLED, patience)
    while not self.ended and time.perf_counter() < deadline:
      if all(text in self.text() for text in expected):
        break
      self.drain(SETTLED, SETTLED)
    return self._first_frame(expected)

  def _first_frame(self, expected: list[str]) -> "FirstFrame":
    """Replays the log for the earliest moment at which a person could see all of `expected`."""
    if not self.log:
      return FirstFrame(None, None, None)
    data = b"".join(piece for _, piece in self.log)
    ends, size = [], 0
    for moment, piece in self.log:
      size += len(piece)
      ends.append((size, moment))
    # Of a synchronized program only finished frames are seen; of others, what has come.
    places = [size for size, _ in ends]
    if self.synchronized:
      places = [found.end() for found in re.finditer(re.escape(FRAME_END), data)]
    screen, before, complete = Screen(self.rows, self.columns), 0, None
    for place in places:
      screen.feed(data[before:place])
      before = place
      if all(text in screen.text for text in expected):
        complete = next(moment for size, moment in ends if size >= place) - self.start
        break
    return FirstFrame(self.log[0][0] - self.start, complete, self.log[-1][0] - self.start)

  def press(self, key: bytes, quiet: float = QUIET) -> Repaint:
    """Writes `key` and waits until nothing has come for `quiet` seconds after its repaint."""
    while self.read(0):
      pass
    if self.ended:
      return Repaint(None, None, 0)
    size, closed = 0, False
    done = last = None
    start = time.perf_counter()
    os.write(self.master, key)
    while not self.ended:
      until = start + PATIENCE if last is None else last + quiet
      if until <= time.perf_counter():
        break
      was_open = self._open_frame
      data = self.read(until - time.perf_counter())
      if not data:
        continue
      moment = self.log[-1][0]
      size += len(data)
      if self.synchronized and done is not None and not was_open and moment - last > GAP:
        closed = True
      last = moment
      if not closed and not self._open_frame:
        done = moment
    if last is None:
      return Repaint(None, None, 0)
    return Repaint((done or last) - start, last - start, size)

  def settle(self, patience: float = 30.0) -> None:
    """Waits until the program neither writes nor computes."""
    deadline, before = time.perf_counter() + patience, -1
    while not self.ended and time.perf_counter() < deadline:
      count, ticks = len(self.log), self._ticks()
      if before == (count, ticks):
        return
      before = (count, ticks)
      self.drain(0.3, 0.3)

  def memory(self) -> dict[str, int]:
    """The kilobytes the kernel accounts to the program, by name: RssAnon, RssFile, VmHWM."""
    with open(f"/proc/{self.process}/status", encoding="ascii") as file:
      lines = [line.split() for line in file if line.startswith(("Rss", "VmHWM"))]
    return {line[0].rstrip(":"): int(line[1]) for line in lines}

  def _ticks(self) -> int:
    with open(f"/proc/{self.process}/stat", encoding="ascii", errors="replace") as file:
      fields = file.read().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@dataclasses.dataclass
class FirstFrame:
  """Seconds from exec; None where it did not happen."""

  first: float | None
  """The first byte."""
  complete: float | None
  """The first frame that shows everything expected."""
  settled: float | None
  """The last byte before a silence."""
