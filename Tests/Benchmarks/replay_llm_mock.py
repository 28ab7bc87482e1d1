"""Times single replays with the Python llm-mock: FIXTURE ROUNDS. Prints seconds as JSON.

The fixture is named without its suffix; its requests stand next to it.
"""

import json
import sys
import time

import httpx
from llm_mock import llm_mock

fixture, rounds = sys.argv[1], int(sys.argv[2])
with open(fixture + ".requests", "rb") as file:
  requests = file.read().splitlines()
samples = []
with llm_mock(mode="replay", fixture=fixture + ".json", provider="openai"):
  with httpx.Client() as client:
    for number in range(rounds + 1):
      request = requests[number * 1009 % len(requests)]
      start = time.perf_counter()
      response = client.post("https://api.openai.com/v1/chat/completions", content=request)
      samples.append(time.perf_counter() - start)
      response.raise_for_status()
# The first one warms up.
print(json.dumps(samples[1:]))
