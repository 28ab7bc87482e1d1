"""Parses every fixture of a folder, or one fixture, with orjson."""

import os
import sys

import orjson


def load(path: str) -> None:
  with open(path, "rb") as file:
    orjson.loads(file.read())


if os.path.isfile(sys.argv[1]):
  load(sys.argv[1])
for folder, _, names in os.walk(sys.argv[1]):
  for name in names:
    if name.endswith(".json"):
      load(os.path.join(folder, name))
