"""Compares two fixtures as data, with the Python package deepdiff: deep_diff.py OLD NEW."""

import json
import sys

from deepdiff import DeepDiff


def main() -> None:
  versions = []
  for path in sys.argv[1:3]:
    with open(path, encoding="utf-8") as file:
      versions.append(json.load(file))
  print(DeepDiff(*versions).pretty())


main()
