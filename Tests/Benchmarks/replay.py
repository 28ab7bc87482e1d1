"""Replaying through `serve`, against servers that do the same or less. Requests per second."""

import contextlib
import json
import os
import re
import subprocess
import tempfile

import calls
import measure
import peers
import report
import settings
from measure import Summary, Unusable
from servers import Server, free_port

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = "llm-mock serve"
# What is compared with it: how many times as fast it is to be.
PEERS = {
  "Hummingbird": settings.GOAL_OF_HUMMINGBIRD,
  "stubllm": settings.GOAL_TIMES_STUBLLM,
  "mitmdump --server-replay": settings.GOAL_TIMES_MITMDUMP,
}


def run(program: str | None, rounds: int) -> dict:
  """Measures and prints; returns the samples."""
  with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
    samples = _measured(program, rounds, folder, stack)
  _print(samples, rounds)
  return {name: str(found) if isinstance(found, Unusable) else found
          for name, found in samples.items()}


def _measured(
  program: str | None, rounds: int, folder: str, stack: contextlib.ExitStack
) -> dict[str, list[float] | Unusable]:
  fixture, request = os.path.join(folder, "fixture.json"), os.path.join(folder, "request.json")
  answer, script = os.path.join(folder, "answer.json"), os.path.join(folder, "post.lua")
  calls.write_fixture(fixture, 1)
  _write(request, calls.body(0))
  _write(answer, json.dumps(calls.answer(0)).encode())
  _write(script, _script(calls.body(0)))
  makers = {
    OURS: lambda: Server([peers.built(program), "serve", "--fixture", fixture]),
    "Hummingbird": lambda: Server([peers.hummingbird(), answer]),
    "stubllm": lambda: _stubllm(os.path.join(folder, "stubllm.json")),
    "mitmdump --server-replay": lambda: _mitmdump(os.path.join(folder, "flow"), request, answer),
  }
  servers: dict[str, Server | Unusable] = {}
  for name, make in makers.items():
    try:
      server = servers[name] = stack.enter_context(make())
      given = server.post(calls.body(0))
    except Unusable as error:
      servers[name] = error
      continue
    if name == OURS:
      # Those that answer any bytes answer the very same.
      _write(answer, given)
    if calls.text_of_answer(0) not in given.decode():
      servers[name] = Unusable("it gives another answer")
  return measure.rounds(
    {name: _runner(server, script) for name, server in servers.items()}, rounds
  )


def _runner(server: Server | Unusable, script: str):
  def call() -> float:
    if isinstance(server, Unusable):
      raise server
    command = [peers.program("wrk"), "--threads", "1", "--connections", str(settings.CONNECTIONS),
               "--duration", f"{settings.SECONDS}s", "--script", script,
               f"{server.address}/v1/chat/completions"]
    done = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"Requests/sec:\s*([\d.]+)", done.stdout)
    if not found or float(found[1]) == 0:
      raise Unusable(f"wrk: {(done.stderr or done.stdout).strip()[-200:]}")
    if problem := re.search(r"Non-2xx.*|Socket errors.*", done.stdout):
      raise Unusable(f"wrk: {problem[0].strip()}")
    return float(found[1])

  return call


def _script(body: bytes) -> bytes:
  return b'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n' \
    b"wrk.body = [==[" + body + b"]==]\n"


def _stubllm(fixture: str) -> Server:
  """A server with one rule, which wants all messages to be equal as ours does."""
  messages = [{"role": one["role"], "content": {"exact": one["content"]}}
              for one in calls.request(0)["messages"]]
  match = {"provider": "openai", "endpoint": "/v1/chat/completions", "model": calls.MODEL,
           "messages": messages}
  response = {"content": calls.text_of_answer(0)}
  rule = {"name": "recorded", "match": match, "response": response}
  _write(fixture, json.dumps({"fixtures": [rule]}).encode())
  port = free_port()
  return Server(
    [peers.STUBLLM.program("stubllm", "stubllm"), "serve", "--port", str(port),
     "--fixture-file", fixture, "--log-level", "warning"],
    port,
  )


def _mitmdump(flow: str, request: str, answer: str) -> Server:
  """A server that replays one flow and asks nobody for the rest."""
  port, nowhere = free_port(), free_port()
  python = peers.MITMPROXY.python("mitmproxy")
  subprocess.run(
    [python, os.path.join(HERE, "write_flow.py"), flow, str(nowhere), request, answer],
    check=True, capture_output=True,
  )
  return Server(
    [peers.MITMPROXY.program("mitmdump", "mitmproxy"), "--quiet", "--listen-host", "127.0.0.1",
     "--listen-port", str(port), "--mode", f"reverse:http://127.0.0.1:{nowhere}",
     "--set", "connection_strategy=lazy", "--set", "server_replay_reuse=true",
     "--set", "server_replay_extra=404", "--set", "server_replay_refresh=false",
     "--server-replay", flow],
    port,
  )


def _write(path: str, data: bytes) -> None:
  with open(path, "wb") as file:
    file.write(data)


def _print(samples: dict, rounds: int) -> None:
  medians = {name: Summary.of(found) for name, found in samples.items()
             if not isinstance(found, Unusable)}
  ours, rows = medians.get(OURS), []
  for name, summary in medians.items():
    ratio, goal = "", ""
    if ours and name in PEERS:
      times = ours.median / summary.median
      ratio = f"{times:.2f}" if times < 10 else f"{times:.1f}"
      goal = report.at_least(times, PEERS[name], f"≥ {PEERS[name]} ×")
    rows.append([
      name, f"{summary.median:,.0f}", f"{summary.least:,.0f} – {summary.most:,.0f}", ratio, goal,
    ])
  report.table(
    f"Replaying through a server: {calls.REQUEST} characters, {settings.CONNECTIONS} connections",
    ["", "requests per second", "least – most", "llm-mock is × as fast", "goal"],
    rows,
    [f"wrk with 1 thread, {settings.SECONDS} s at a time, in turn; {rounds} rounds after one to "
     "warm up. wrk and the servers share the machine."]
    + [report.skipped(name, found) for name, found in samples.items()
       if isinstance(found, Unusable)],
  )
