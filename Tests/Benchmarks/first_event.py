"""The first event of a stream through a recording server, against the API itself."""

import json
import os
import socket
import sys
import tempfile
import time

import calls
import measure
import peers
import report
import settings
from measure import Summary, Unusable
from servers import Server

HERE = os.path.dirname(os.path.abspath(__file__))
DIRECT, RECORDED = "direct", "llm-mock serve --mode record"


def run(program: str | None, rounds: int) -> dict:
  """Measures and prints; returns the samples, in seconds."""
  samples: dict[str, list[float] | Unusable] = {}
  kept = 0
  with tempfile.TemporaryDirectory() as folder:
    fixture = os.path.join(folder, "fixture.json")
    try:
      with Server([sys.executable, os.path.join(HERE, "standin.py")]) as upstream, Server(
        [peers.built(program), "serve", "--mode", "record", "--fixture", fixture,
         "--upstream", f"openai={upstream.address}"]
      ) as gateway, Client(upstream, upstream) as direct, Client(gateway, upstream) as recorded:
        samples = measure.rounds({DIRECT: direct.call, RECORDED: recorded.call}, rounds)
      with open(fixture, "rb") as file:
        kept = len(json.load(file)["interactions"])
      if kept != rounds + 1:
        samples[RECORDED] = Unusable(f"it recorded {kept} of {rounds + 1} streams")
    except Unusable as error:
      samples[RECORDED] = error
  _print(samples, rounds)
  return {name: str(found) if isinstance(found, Unusable) else found
          for name, found in samples.items()}


class Client:
  """One connection that asks for one stream after the other, and never for the same."""

  def __init__(self, server: Server, upstream: Server):
    self.upstream = upstream
    self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    self.number = 0

  def __enter__(self) -> "Client":
    return self

  def __exit__(self, *_) -> None:
    self.socket.close()

  def call(self) -> float:
    """Seconds from sending a request to its first event, behind which the API waits."""
    body = calls.stream_body(self.number)
    self.number += 1
    head = (
      "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer test\r\n"
      f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    received = b""
    try:
      start = time.perf_counter()
      self.socket.sendall(head.encode() + body)
      while b"First." not in received or not received.endswith(b"\n\n\r\n"):
        received += self._more()
      end = time.perf_counter()
      self.upstream.process.stdin.write(b"\n")
      self.upstream.process.stdin.flush()
      while not received.endswith(b"\r\n0\r\n\r\n"):
        received += self._more()
    except OSError as error:
      raise Unusable(f"{error} after {received[-200:]!r}") from error
    return end - start

  def _more(self) -> bytes:
    data = self.socket.recv(65536)
    if not data:
      raise ConnectionError("the connection ended")
    return data


def _print(samples: dict, rounds: int) -> None:
  usable = {name: found for name, found in samples.items() if not isinstance(found, Unusable)}
  direct, rows = usable.get(DIRECT), []
  for name, found in usable.items():
    summary = Summary.of(found)
    more = goal = ""
    if direct and name == RECORDED:
      difference = summary.median - Summary.of(direct).median
      more = report.milliseconds(difference)
      limit = settings.GOAL_FIRST_EVENT
      goal = report.against(difference, limit, f"≤ {limit * 1000:.0f} ms over")
    rows.append([
      name, report.milliseconds(summary.median),
      report.milliseconds(measure.percentile(found, 95)), report.span(summary), more, goal,
    ])
  report.table(
    "From a request to the first event of its stream",
    ["", "median", "95 %", "least – most", "over direct", "goal"],
    rows,
    [f"{rounds} streams each in turn after one to warm up, on one connection each, no request like "
     "another. The API sends one event and holds the next until the first has arrived."]
    + [report.skipped(name, found) for name, found in samples.items()
       if isinstance(found, Unusable)],
  )
