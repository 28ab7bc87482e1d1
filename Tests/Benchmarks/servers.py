"""Starts and stops the servers that are measured."""

import http.client
import os
import socket
import subprocess
import tempfile
import time

from measure import Unusable

PATIENCE = 30
LISTENING = b"listening on "


class Server:
  """A running server; stopped at the end of a `with`.

  A server that is given a `port` is there once that answers; another says its address on a line
  of its own.
  """

  def __init__(self, command: list[str], port: int | None = None):
    self.errors = tempfile.TemporaryFile()
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("LLM_MOCK_")}
    self.process = subprocess.Popen(
      command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, env=environment,
      # A terminal's Ctrl-C ends the benchmark, which then ends this.
      start_new_session=True,
    )
    try:
      self.port = self._answering(port) if port else self._told()
    except BaseException:
      self.stop()
      raise

  def __enter__(self) -> "Server":
    return self

  def __exit__(self, *_) -> None:
    self.stop()

  @property
  def address(self) -> str:
    return f"http://127.0.0.1:{self.port}"

  def stop(self) -> None:
    self.process.terminate()
    try:
      self.process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
      self.process.kill()
      self.process.wait()
    self.process.stdin.close()
    self.process.stdout.close()
    self.errors.close()

  def post(self, body: bytes) -> bytes:
    """The body of the answer to one chat completion."""
    connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
    connection.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    answer = response.read()
    connection.close()
    if response.status != 200:
      raise Unusable(f"status {response.status}: {answer[:200].decode('utf-8', 'replace')}")
    return answer

  def _told(self) -> int:
    line = self.process.stdout.readline()
    if not line.startswith(LISTENING):
      raise Unusable(f"it does not listen: {self._complaint()}")
    return int(line.rsplit(b":", 1)[1])

  def _answering(self, port: int) -> int:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and self.process.poll() is None:
      try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return port
      except OSError:
        time.sleep(0.05)
    raise Unusable(f"it does not listen: {self._complaint()}")

  def _complaint(self) -> str:
    self.errors.seek(0)
    return self.errors.read()[-300:].decode("utf-8", "replace").strip()


def free_port() -> int:
  """A port that nobody listens on at the moment."""
  with socket.socket() as one:
    one.bind(("127.0.0.1", 0))
    return one.getsockname()[1]
