"""Chat completions of one size, with their answers and fixtures."""

import functools
import json
import os
import random

import tree
from content import match_hash
from prose import WORDS

# Characters of a request, which is the median of recorded traffic, and of the text of an answer.
REQUEST, ANSWER = 565, 400
MODEL = "gpt-4o-mini"


@functools.cache
def request(number: int) -> dict:
  """A request of `REQUEST` characters when it is written as `body` writes it."""
  messages = [
    {"role": "system", "content": "Answer in one paragraph, and name no source."},
    {"role": "user", "content": f"Question {number}: "},
  ]
  made = {"model": MODEL, "messages": messages, "temperature": 0.2, "max_tokens": 300}
  missing = REQUEST - len(json.dumps(made))
  messages[1]["content"] += words(f"question {number}", missing)
  return made


def words(seed: str, length: int) -> str:
  """So many characters that JSON need not escape; the same ones for the same seed."""
  return " ".join(random.Random(seed).choices(WORDS, k=length // 2))[:length]


def body(number: int) -> bytes:
  return json.dumps(request(number)).encode()


def stream_body(number: int) -> bytes:
  return json.dumps(request(number) | {"stream": True}).encode()


def mark(number: int) -> str:
  """What is in the answer to one request alone."""
  return f"chatcmpl-{number:08}"


def answer(number: int) -> dict:
  message = {"role": "assistant", "content": text_of_answer(number), "refusal": None}
  return {
    "id": mark(number),
    "object": "chat.completion",
    "created": 1_760_000_000 + number,
    "model": MODEL,
    "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 120, "completion_tokens": 90, "total_tokens": 210},
  }


def text_of_answer(number: int) -> str:
  return words(f"answer {number}", ANSWER)


def write_fixture(path: str, count: int) -> None:
  """Writes the calls 0 to `count` as a recording of them would be."""
  interactions = [
    {
      "hash": match_hash(request(number)),
      "request": request(number),
      "response": answer(number),
      "streaming": False,
      "stream_events": [],
      "recorded_at": "2026-01-01T00:00:00+00:00",
    }
    for number in range(count)
  ]
  fixture = {"version": "2.0", "provider": "openai", "interactions": interactions}
  tree.write(path, json.dumps(fixture, indent=2))


def write_replay(folder: str, count: int) -> str:
  """Writes what `replay-bench` reads: a fixture, its requests, and the marks of its answers."""
  path = os.path.join(folder, f"replay-{count}")
  write_fixture(path + ".json", count)
  tree.write(path + ".requests", "".join(body(number).decode() + "\n" for number in range(count)))
  tree.write(path + ".answers", "".join(mark(number) + "\n" for number in range(count)))
  return path
