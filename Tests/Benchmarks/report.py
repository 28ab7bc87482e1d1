"""Tables in Markdown and facts about the machine."""

import os
import platform

from measure import Summary, Unusable


def table(title: str, headings: list[str], rows: list[list[str]], notes: list[str]) -> None:
  """Prints a table whose first column is text and whose others are numbers."""
  print(f"\n## {title}\n")
  rows = [[cell.replace("|", r"\|") for cell in row] for row in rows]
  if not rows:
    rows = [["nothing was measured"] + [""] * (len(headings) - 1)]
  widths = [max(len(row[index]) for row in [headings] + rows) for index in range(len(headings))]
  lines = [headings, ["-" * widths[0]] + ["-" * (width - 1) + ":" for width in widths[1:]]] + rows
  for row in lines:
    cells = [row[0].ljust(widths[0])]
    cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
    print("| " + " | ".join(cells) + " |")
  for note in notes:
    print(f"\n{note}")


def milliseconds(seconds: float | None) -> str:
  if seconds is None:
    return "never"
  value = seconds * 1000
  digits = 0 if value >= 100 else 1 if value >= 1 else 2
  return f"{value:.{digits}f} ms"


def microseconds(seconds: float) -> str:
  """For what is too short to be told apart in milliseconds."""
  return f"{seconds * 1000:.4f} ms" if seconds < 0.001 else milliseconds(seconds)


def span(summary: Summary) -> str:
  return f"{milliseconds(summary.least)} – {milliseconds(summary.most)}"


def megabytes(kilobytes: float) -> str:
  """The kernel's kilobytes, of 1,024 bytes, as millions of bytes."""
  value = kilobytes * 1024 / 1e6
  return f"{value:.0f} MB" if value >= 10 else f"{value:.1f} MB"


def against(value: float, goal: float, text: str) -> str:
  """The goal and whether it was met this time."""
  return f"{text}: {'met' if value <= goal else 'missed'}"


def at_least(value: float, goal: float, text: str) -> str:
  """As `against`, where more is better."""
  return f"{text}: {'met' if value >= goal else 'missed'}"


def skipped(name: str, error: Unusable) -> str:
  return f"skipped: {name}: {error}"


def machine() -> dict[str, str]:
  model = platform.processor() or platform.machine()
  with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
    for line in file:
      if line.startswith("model name"):
        model = line.split(":", 1)[1].strip()
        break
  with open("/proc/meminfo", encoding="ascii") as file:
    memory = int(file.readline().split()[1])
  return {
    "processor": model,
    "cores": str(os.cpu_count()),
    "memory": megabytes(memory),
    "kernel": platform.release(),
    "Python": platform.python_version(),
    "load": load(),
  }


def load() -> str:
  return " ".join(f"{value:.2f}" for value in os.getloadavg())
