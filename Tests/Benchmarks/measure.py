"""Times a whole process, and summarises samples."""

import dataclasses
import os
import statistics
import time


@dataclasses.dataclass
class Usage:
  """What one run took: seconds and kilobytes. Programs it waited for are included."""

  wall: float
  processor: float
  memory: int
  status: int


def run(command: list[str], folder: str | None = None) -> Usage:
  """Runs `command` to its end with its output thrown away."""
  start = time.perf_counter()
  # Not subprocess: a child made with vfork is charged this process's memory as its own largest.
  child = os.fork()
  if child == 0:
    try:
      null = os.open(os.devnull, os.O_RDWR)
      for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
      if folder:
        os.chdir(folder)
      os.execvp(command[0], command)
    finally:
      os._exit(127)
  _, status, usage = os.wait4(child, 0)
  wall = time.perf_counter() - start
  code = os.waitstatus_to_exitcode(status)
  return Usage(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, code)


# Programs that take longer than this get fewer rounds.
SLOW, ROUNDS_OF_SLOW = 1.5, 3


def rounds(runners: dict, count: int) -> dict[str, list]:
  """Calls every runner once to warm up, then `count` times in turn, so that all see the same noise.

  A runner that raises `Unusable` is left out of what follows; its entry is the error.
  """
  samples: dict = {name: [] for name in runners}
  slow = set()
  for number in range(count + 1):
    for name, runner in runners.items():
      if isinstance(samples[name], Unusable) or (name in slow and number > ROUNDS_OF_SLOW):
        continue
      start = time.perf_counter()
      try:
        sample = runner()
      except Unusable as error:
        samples[name] = error
        continue
      if time.perf_counter() - start > SLOW:
        slow.add(name)
      if number > 0:
        samples[name].append(sample)
  return samples


class Unusable(Exception):
  """A program that is missing or does not do what is to be measured; says why."""


@dataclasses.dataclass
class Summary:
  median: float
  least: float
  most: float

  @staticmethod
  def of(values: list[float]) -> "Summary":
    return Summary(statistics.median(values), min(values), max(values))


def percentile(values: list[float], percent: float) -> float:
  """The value that `percent` of all values do not exceed."""
  ordered = sorted(values)
  return ordered[min(len(ordered) - 1, max(0, -int(-len(ordered) * percent // 100) - 1))]
