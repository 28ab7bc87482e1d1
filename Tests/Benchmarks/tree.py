#!/usr/bin/env python3
"""Makes a big folder of fixtures, or one big fixture, from a seed.

    tree.py OUT [--files 10962] [--seed 1]
    tree.py --big FILE [--megabytes 100] [--seed 1]
    tree.py --facts DIR

The same arguments give the same bytes. Nothing in it was ever sent to anyone; only its shape is
that of recorded traffic (`shapes.py`).
"""

import argparse
import json
import os
import random
import sys

import shapes
import spread
from content import Content, match_hash

# Cached trees of another version are not used.
VERSION = 1
FILES, SEED, MEGABYTES = 10962, 1, 100
# The tree has a sixth of its files at its top and five such parts in folders of their own.
PARTS = 6
# The big fixture is hard by its number of interactions, not by a few giants.
LARGEST_IN_BIG = 40_000
BIG_QUESTION = "Which lantern stands first in the harbour?"


def main() -> None:
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
  )
  parser.add_argument("out", nargs="?", metavar="OUT")
  parser.add_argument("--files", type=int, default=FILES)
  parser.add_argument("--seed", type=int, default=SEED)
  parser.add_argument("--big", metavar="FILE")
  parser.add_argument("--megabytes", type=float, default=MEGABYTES)
  parser.add_argument("--facts", metavar="DIR")
  options = parser.parse_args()
  if options.facts:
    print(json.dumps(facts(options.facts)))
    return
  if not options.out and not options.big:
    parser.error("OUT, --big FILE or --facts DIR is needed")
  if options.out:
    print(make_tree(options.out, options.files, options.seed), file=sys.stderr)
  if options.big:
    print(make_big(options.big, options.megabytes, options.seed), file=sys.stderr)


def make_tree(out: str, files: int, seed: int) -> str:
  """Writes the tree and says what is in it."""
  content = Content(seed)
  paths = Layout(content).paths(files)
  counts = spread.apportioned(shapes.INTERACTIONS_PER_FILE, files)
  random.Random(seed).shuffle(counts)
  size = 0
  for path, count in zip(paths, counts):
    provider = "anthropic" if content.happens("anthropic file") else "openai"
    model, streaming = content.model(provider), content.happens(f"{provider} stream file")
    interactions = [content.interaction(provider, model, streaming) for _ in range(count)]
    fixture = {"version": "2.0", "provider": provider, "interactions": interactions}
    target = os.path.join(out, path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    size += write(target, json.dumps(fixture, indent=2))
  return f"{out}: {len(paths)} files, {sum(counts)} interactions, {size / 1e6:.1f} MB"


def make_big(path: str, megabytes: float, seed: int) -> str:
  """Writes one fixture with many interactions, of which the first asks `BIG_QUESTION`."""
  content = Content(seed)
  first = content.interaction("openai", "gpt-4o-mini", streaming=False)
  first["request"]["messages"] = [{"role": "user", "content": BIG_QUESTION}]
  first["hash"] = match_hash(first["request"])
  parts, size, number = [], 0, 0
  while size < megabytes * 1e6:
    one = first
    if number > 0:
      streaming = content.happens("openai stream file")
      one = content.interaction("openai", content.model("openai"), streaming)
    # No text of a fixture holds a raw line break, so indenting the lines indents the value.
    text = "    " + json.dumps(one, indent=2).replace("\n", "\n    ")
    if len(text) > LARGEST_IN_BIG:
      continue
    parts.append(text)
    number += 1
    size += len(text) + 2
  head = '{\n  "version": "2.0",\n  "provider": "openai",\n  "interactions": [\n'
  os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
  size = write(path, head + ",\n".join(parts) + "\n  ]\n}")
  return f"{path}: {number} interactions, {size / 1e6:.1f} MB"


def facts(folder: str) -> dict:
  """What is in a folder of fixtures; `top` is its first entry, folders before files."""
  found = {"files": 0, "interactions": 0, "bytes": 0, "folders": 0}
  for place, _, names in os.walk(folder):
    found["folders"] += 1
    for name in names:
      if not name.endswith(".json"):
        continue
      with open(os.path.join(place, name), "rb") as file:
        data = file.read()
      found["files"] += 1
      found["bytes"] += len(data)
      fixture = json.loads(data)
      if isinstance(fixture, dict):
        found["interactions"] += len(fixture.get("interactions", []))
  # As the browser sorts: folders first, upper and lower case alike.
  entries = sorted(
    os.scandir(folder), key=lambda entry: (not entry.is_dir(), entry.name.lower().encode())
  )
  found["top"] = entries[0].name if entries else ""
  return found


def write(path: str, text: str) -> int:
  with open(path, "w", encoding="ascii") as file:
    return file.write(text)


class Layout:
  """Names and nesting: part/owner/area/folder/file.json."""

  def __init__(self, content: Content):
    self.content = content

  def paths(self, files: int) -> list[str]:
    out = []
    for part in range(PARTS):
      quota = files // PARTS + (files % PARTS if part == 0 else 0)
      top = "" if part == 0 else f"part{part + 1}/"
      out += [top + path for path in self._part(quota)]
    return out

  def _part(self, quota: int) -> list[str]:
    out = []
    for owner in self._names(2, "+"):
      for _, area in zip(range(self.content.size("areas per owner")), self._names(1, "")):
        for _, folder in zip(range(self.content.size("folders per area")), self._names(3, "_")):
          for _, file in zip(range(self.content.size("files per folder")), self._file_names()):
            out.append(f"{owner}/{area}/{folder}/{file}.json")
            if len(out) >= quota:
              return out
    return out

  def _names(self, words: int, separator: str):
    """Endless names, all different."""
    used = set()
    while True:
      name = separator.join(self.content.prose.words(words))
      if name in used:
        name += str(len(used))
      used.add(name)
      yield name

  def _file_names(self):
    used = set()
    while True:
      length = self.content.size("file name") - len(".json")
      name = "test"
      while len(name) < length:
        name += "_" + self.content.prose.words(1)[0]
      if name in used:
        name += f"_{len(used)}"
      used.add(name)
      yield name


if __name__ == "__main__":
  main()
