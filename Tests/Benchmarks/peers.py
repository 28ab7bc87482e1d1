"""What the programs are compared with: installs, builds and generates it once, under .build."""

import os
import random
import shutil
import subprocess
import sys

import prose
import tree
from measure import Unusable

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.normpath(os.path.join(HERE, "..", "..", ".build"))
ENVIRONMENT = os.path.join(BUILD, "bench-venv")
TREES = os.path.join(BUILD, "bench-trees")

# Program or header, and the Debian package that has it.
PACKAGES = {
  "tig": "tig", "jq": "jq", "less": "less", "xargs": "findutils", "gcc": "gcc", "git": "git",
  "/usr/include/curses.h": "libncurses-dev",
}
MODULES = {"orjson": "orjson", "llm_mock": "llm-mock==1.0.1"}
COMMITS = 8000
LINES = 17000


def say(text: str) -> None:
  print(text, file=sys.stderr, flush=True)


def install() -> None:
  """Installs what is missing when this may be done without asking; otherwise says how to."""
  missing = [package for name, package in PACKAGES.items() if not shutil.which(name)
             and not os.path.exists(name)]
  if missing and not _runs(["apt-get", "install", "-y", "--no-install-recommends"] + missing):
    say(f"missing: {' '.join(missing)}; to compare with them: "
        f"apt-get install {' '.join(missing)}")
  if all(_has_module(name) for name in MODULES):
    return
  # Without pip first, to tell a system without python3-venv from one without a network.
  command = [sys.executable, "-m", "venv", ENVIRONMENT]
  if not _quietly(command):
    _runs(["apt-get", "install", "-y", "--no-install-recommends", "python3-venv"])
    if not _quietly(command):
      say("missing: a virtual environment; apt-get install python3-venv")
      return
  if not _quietly([_python(), "-m", "pip", "install", "--quiet"] + list(MODULES.values())):
    say(f"missing: {' '.join(MODULES.values())}; pip could not install them")


def program(name: str) -> str:
  """The path of a program on the search path."""
  path = shutil.which(name)
  if not path:
    raise Unusable(f"{name} is not installed ({PACKAGES.get(name, name)})")
  return path


def built(path: str | None) -> str:
  """The path of a program of this project."""
  if not path or not os.access(path, os.X_OK):
    raise Unusable(f"no program at {path}; make it with a release build")
  return path


def python(module: str) -> str:
  """An interpreter that can import `module`."""
  if not _has_module(module):
    raise Unusable(f"the Python package {MODULES[module]} is not installed")
  return _python()


def hello() -> str:
  """The path of the built hello.c."""
  out, source = os.path.join(BUILD, "bench-hello"), os.path.join(HERE, "hello.c")
  if not os.path.exists(out) or os.path.getmtime(out) < os.path.getmtime(source):
    command = [program("gcc"), "-O2", "-o", out, source, "-lncursesw"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
      raise Unusable(f"hello.c does not build (libncurses-dev?): {done.stderr.strip()[:200]}")
  return out


def default_tree(files: int = tree.FILES) -> str:
  """The generated folder of fixtures; made when it is not there."""
  name = f"tree-v{tree.VERSION}-{files}-seed{tree.SEED}"
  return _made(name, lambda path: tree.make_tree(path, files, tree.SEED))


def default_big() -> str:
  """The generated fixture of 100 MB."""
  name = f"big-v{tree.VERSION}-{tree.MEGABYTES}-seed{tree.SEED}.json"
  return _made(name, lambda path: tree.make_big(path, tree.MEGABYTES, tree.SEED))


def repository() -> str:
  """A git repository with `COMMITS` commits, for tig."""
  git = program("git")

  def make(path: str) -> str:
    subprocess.run([git, "init", "--quiet", "--initial-branch=main", path], check=True)
    importer = subprocess.Popen([git, "fast-import", "--quiet"], stdin=subprocess.PIPE, cwd=path)
    importer.communicate(_history().encode())
    if importer.returncode != 0:
      raise Unusable("git fast-import failed")
    subprocess.run([git, "reset", "--quiet", "--hard"], check=True, cwd=path)
    return f"{path}: {COMMITS} commits"

  return _made(f"repository-v1-{COMMITS}", make)


def lines() -> str:
  """A text file with as many lines as the tree has interactions, for less."""
  def make(path: str) -> str:
    source = random.Random(tree.SEED)
    with open(path, "w", encoding="ascii") as file:
      for number in range(1, LINES + 1):
        words = " ".join(source.choices(prose.WORDS, k=source.randint(4, 16)))
        file.write(f"line {number:04} {words}\n")
    return f"{path}: {LINES} lines"

  return _made(f"lines-v1-{LINES}.txt", make)


def _history() -> str:
  """The input of git fast-import."""
  source, out = random.Random(tree.SEED), []
  for number in range(1, COMMITS + 1):
    message = f"Change number {number}: {' '.join(source.choices(prose.WORDS, k=6))}\n"
    text = " ".join(source.choices(prose.WORDS, k=20)) + "\n"
    out.append(
      f"commit refs/heads/main\n"
      f"committer A Tester <tester@example.com> {1_700_000_000 + number * 600} +0000\n"
      f"data {len(message)}\n{message}"
      f"M 100644 inline folder{number % 7}/file{number % 40}.txt\ndata {len(text)}\n{text}\n"
    )
  return "".join(out)


def _made(name: str, make) -> str:
  """The path of a cached thing, which `make` makes aside first, so that a half is never used."""
  path = os.path.join(TREES, name)
  if os.path.exists(path):
    return path
  aside = path + ".partial"
  if os.path.isdir(aside):
    shutil.rmtree(aside)
  os.makedirs(TREES, exist_ok=True)
  say(f"making {name} ...")
  say(make(aside))
  os.rename(aside, path)
  return path


def _python() -> str:
  return os.path.join(ENVIRONMENT, "bin", "python")


def _has_module(name: str) -> bool:
  return os.path.exists(_python()) and _quietly([_python(), "-c", f"import {name}"])


def _runs(command: list[str]) -> bool:
  """Runs a command that needs the rights of root, when there are any."""
  if os.geteuid() != 0 or not shutil.which(command[0]):
    return False
  say(" ".join(command))
  return _quietly(command)


def _quietly(command: list[str]) -> bool:
  return subprocess.run(command, capture_output=True).returncode == 0
