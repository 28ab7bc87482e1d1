"""What the programs are compared with: installs, builds and generates it once, under .build."""

import os
import random
import shutil
import subprocess

import changed
import prose
import tree
from environments import BUILD, HERE, Environment, install_packages, say
from measure import Unusable

TREES = os.path.join(BUILD, "bench-trees")

# Program or header, and the Debian package that has it.
PACKAGES = {
  "tig": "tig", "jq": "jq", "less": "less", "xargs": "findutils", "gcc": "gcc", "git": "git",
  "/usr/include/curses.h": "libncurses-dev",
}
ENGINE_PACKAGES = {"wrk": "wrk"}
PYTHON = Environment(
  "bench-venv",
  {"orjson": "orjson", "llm_mock": "llm-mock==1.0.1", "deepdiff": "deepdiff"},
)
# Each on its own, since they want different versions of the same packages.
STUBLLM = Environment("bench-venv-stubllm", {"stubllm": "stubllm==0.1.5"})
MITMPROXY = Environment("bench-venv-mitmproxy", {"mitmproxy": "mitmproxy>=11"})
COMMITS = 8000
LINES = 17000


def install() -> None:
  """What the browser's half is compared with."""
  install_packages(PACKAGES)
  PYTHON.install()


def install_engine() -> None:
  """What the engine's half is compared with."""
  install_packages(ENGINE_PACKAGES)
  for environment in (PYTHON, STUBLLM, MITMPROXY):
    environment.install()


def program(name: str) -> str:
  """The path of a program on the search path."""
  path = shutil.which(name)
  if not path:
    raise Unusable(f"{name} is not installed ({(PACKAGES | ENGINE_PACKAGES).get(name, name)})")
  return path


def built(path: str | None) -> str:
  """The path of a program of this project."""
  if not path or not os.access(path, os.X_OK):
    raise Unusable(f"no program at {path}; make it with a release build")
  return path


def python(module: str) -> str:
  """An interpreter that can import `module`."""
  return PYTHON.python(module)


def hello() -> str:
  """The path of the built hello.c."""
  out, source = os.path.join(BUILD, "bench-hello"), os.path.join(HERE, "hello.c")
  if not os.path.exists(out) or os.path.getmtime(out) < os.path.getmtime(source):
    command = [program("gcc"), "-O2", "-o", out, source, "-lncursesw"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
      raise Unusable(f"hello.c does not build (libncurses-dev?): {done.stderr.strip()[:200]}")
  return out


def hummingbird() -> str:
  """The path of the built server in hummingbird-peer."""
  folder = os.path.join(HERE, "hummingbird-peer")
  scratch = os.path.join(BUILD, "bench-hummingbird")
  out = os.path.join(scratch, "release", "hummingbird-peer")
  sources = [os.path.join(folder, name) for name in ("Package.swift", "main.swift")]
  if not os.path.exists(out) or any(
    os.path.getmtime(out) < os.path.getmtime(source) for source in sources
  ):
    say("building hummingbird-peer ...")
    # The flags of the program it is compared with.
    command = [program("swift"), "build", "-c", "release", "--static-swift-stdlib",
               "--package-path", folder, "--scratch-path", scratch]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
      raise Unusable(f"hummingbird-peer does not build: {done.stdout.strip()[-300:]}")
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


def changed_repository(files: int = tree.FILES) -> str:
  """A git repository with the generated tree, some files of which are changed since."""
  program("git")
  return _made(
    f"changed-v{tree.VERSION}-{files}-seed{tree.SEED}",
    lambda path: changed.repository(path, files, tree.SEED),
  )


def changed_prompts() -> str:
  """A folder with two versions of a fixture of long prompts."""
  return _made(f"prompts-v{tree.VERSION}", lambda path: changed.prompts(path, tree.SEED))


def changed_bodies() -> str:
  """A folder with two versions of a fixture of large bodies."""
  return _made(f"bodies-v{tree.VERSION}", lambda path: changed.bodies(path, tree.SEED))


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
