"""Fixtures of which some answers were recorded again: for the review and for diffs."""

import base64
import json
import os
import random
import shutil
import subprocess

import prose
import tree
from content import match_hash

CHANGED = 500
# The prompts of the fixture of long ones, in characters.
LONG = [2_000, 8_000, 20_000, 50_000]
PER_LENGTH = 100
BODY = 1_500_000


def repository(path: str, files: int, seed: int) -> str:
  """A git repository with the generated tree, `CHANGED` files of which are changed since."""
  tree.make_tree(os.path.join(path, "fixtures"), files, seed)
  git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", "-C", path]
  for words in (["init", "--quiet", "--initial-branch=main"], ["add", "--all"],
                ["commit", "--quiet", "--message", "Record"]):
    subprocess.run(git + words, check=True)
  found = [os.path.join(folder, name)
           for folder, _, names in sorted(os.walk(os.path.join(path, "fixtures")))
           for name in sorted(names)]
  source = random.Random(seed)
  changed = 0
  for file in source.sample(found, len(found)):
    if changed == CHANGED:
      break
    changed += _change(file, source)
  return f"{path}: {changed} of {len(found)} files changed"


def _change(path: str, source: random.Random) -> int:
  """Gives one interaction of a file another answer; 0 when it has none that is an object."""
  with open(path, encoding="utf-8") as file:
    fixture = json.load(file)
  if not fixture["interactions"]:
    return 0
  interaction = source.choice(fixture["interactions"])
  interaction["recorded_at"] = "2026-06-01T10:00:00+00:00"
  interaction["response"]["note"] = " ".join(source.choices(prose.WORDS, k=12))
  with open(path, "w", encoding="utf-8") as file:
    file.write(json.dumps(fixture, indent=2))
  return 1


def prompts(path: str, seed: int) -> str:
  """Two versions of a fixture whose prompts are long, with some words changed in each."""
  source = random.Random(seed)
  old = [_interaction(_text(source, length)) for length in LONG for _ in range(PER_LENGTH)]
  new = json.loads(json.dumps(old))
  for interaction in new:
    message = interaction["request"]["messages"][0]
    words = message["content"].split(" ")
    for _ in range(source.randint(1, 12)):
      words[source.randrange(len(words))] = source.choice(prose.WORDS)
    message["content"] = " ".join(words)
    interaction["response"]["choices"][0]["message"]["content"] = _text(source, 400)
  _write(path, old, new)
  return f"{path}: {len(old)} interactions"


def bodies(path: str, seed: int) -> str:
  """Two versions of one interaction with 1.5 MB of base64, different from the start."""
  source = random.Random(seed)

  def made() -> dict:
    image = base64.b64encode(source.randbytes(BODY * 3 // 4)).decode()
    interaction = _interaction("What is on this picture?")
    interaction["request"]["messages"][0]["content"] = [
      {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{image}"}}
    ]
    return interaction

  _write(path, [made() for _ in range(5)], [made() for _ in range(5)])
  return f"{path}: 5 interactions"


def _text(source: random.Random, length: int) -> str:
  words: list[str] = []
  size = 0
  while size < length:
    word = source.choice(prose.WORDS)
    # A paragraph now and then.
    words.append(word + ("\n\n" if source.random() < 0.01 else ""))
    size += len(words[-1]) + 1
  return " ".join(words)


def _interaction(prompt: str) -> dict:
  request = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": prompt}]}
  return {
    "hash": match_hash(request),
    "request": request,
    "response": {
      "id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-4o-mini",
      "choices": [{"index": 0, "message": {"role": "assistant", "content": "Fine."},
                   "finish_reason": "stop"}],
      "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    },
    "recorded_at": "2026-05-01T10:00:00+00:00",
  }


def _write(path: str, old: list[dict], new: list[dict]) -> None:
  if os.path.isdir(path):
    shutil.rmtree(path)
  os.makedirs(path)
  for name, interactions in (("old.json", old), ("new.json", new)):
    with open(os.path.join(path, name), "w", encoding="utf-8") as file:
      fixture = {"version": "2.0", "provider": "openai", "interactions": interactions}
      file.write(json.dumps(fixture, indent=2) + "\n")
