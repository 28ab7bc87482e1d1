"""Virtual environments of Python, and packages of Debian, that the benchmarks install."""

import os
import shutil
import subprocess
import sys

from measure import Unusable

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.normpath(os.path.join(HERE, "..", "..", ".build"))


def say(text: str) -> None:
  print(text, file=sys.stderr, flush=True)


def install_packages(packages: dict[str, str]) -> None:
  """Installs what is missing when this may be done without asking; otherwise says how to.

  The packages are named by a program or header that they have.
  """
  missing = [package for name, package in packages.items() if not shutil.which(name)
             and not os.path.exists(name)]
  if missing and not _apt_get(missing):
    say(f"missing: {' '.join(missing)}; to compare with them: "
        f"apt-get install {' '.join(missing)}")


class Environment:
  """A virtual environment below .build, with what is to be imported and what pip calls it."""

  def __init__(self, name: str, modules: dict[str, str]):
    self.folder = os.path.join(BUILD, name)
    self.modules = modules

  def install(self) -> None:
    """Makes it where it is not complete; says so where that is impossible."""
    if all(self._has(module) for module in self.modules):
      return
    # Without pip first, to tell a system without python3-venv from one without a network.
    command = [sys.executable, "-m", "venv", self.folder]
    if not _quietly(command):
      _apt_get(["python3-venv"])
      if not _quietly(command):
        say("missing: a virtual environment; apt-get install python3-venv")
        return
    packages = list(self.modules.values())
    say(f"pip install {' '.join(packages)}")
    if not _quietly([self._path("python"), "-m", "pip", "install", "--quiet"] + packages):
      say(f"missing: {' '.join(packages)}; pip could not install them")

  def python(self, module: str) -> str:
    """An interpreter that can import `module`."""
    if not self._has(module):
      raise Unusable(f"the Python package {self.modules[module]} is not installed")
    return self._path("python")

  def program(self, name: str, module: str) -> str:
    """A program that came with `module`."""
    self.python(module)
    return self._path(name)

  def version(self, module: str) -> str:
    line = f"import importlib.metadata as m; print(m.version('{module}'))"
    done = subprocess.run([self.python(module), "-c", line], capture_output=True, text=True)
    return done.stdout.strip()

  def _path(self, name: str) -> str:
    return os.path.join(self.folder, "bin", name)

  def _has(self, module: str) -> bool:
    python = self._path("python")
    return os.path.exists(python) and _quietly([python, "-c", f"import {module}"])


def _apt_get(packages: list[str]) -> bool:
  """Installs packages where this has the rights of root."""
  if os.geteuid() != 0 or not shutil.which("apt-get"):
    return False
  command = ["apt-get", "install", "-y", "--no-install-recommends"] + packages
  say(" ".join(command))
  return _quietly(command)


def _quietly(command: list[str]) -> bool:
  return subprocess.run(command, capture_output=True).returncode == 0
