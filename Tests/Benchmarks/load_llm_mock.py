"""Loads every fixture of a folder, or one fixture, as the Python llm-mock does."""

import pathlib
import sys

from llm_mock.fixture_store import Fixture

place = pathlib.Path(sys.argv[1])
for path in [place] if place.is_file() else place.rglob("*.json"):
  Fixture.model_validate_json(path.read_text())
