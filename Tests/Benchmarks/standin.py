"""Stands in for an API: answers chat completions, or streams them an event at a time.

A request for a stream gets the head and the first event at once, and the rest when a line comes on
the standard input. Says on its first line where it listens.
"""

import asyncio
import json
import os
import socket
import sys

import calls

ANSWER = json.dumps(calls.answer(0)).encode()
JSON_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
STREAM_HEAD = (
  b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
)


def event(delta: dict, finish: str | None = None) -> bytes:
  choice = {"index": 0, "delta": delta, "finish_reason": finish}
  chunk = {"id": calls.mark(0), "object": "chat.completion.chunk", "created": 1_760_000_000,
           "model": calls.MODEL, "choices": [choice]}
  return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def chunked(data: bytes) -> bytes:
  return b"%x\r\n%b\r\n" % (len(data), data)


FIRST = chunked(event({"role": "assistant", "content": "First."}))
REST = chunked(event({}, "stop") + b"data: [DONE]\n\n") + b"0\r\n\r\n"


class Connection(asyncio.Protocol):
  """One client's connection, on which one request follows the other."""

  held: list["Connection"] = []

  def connection_made(self, transport) -> None:
    self.transport, self.received = transport, b""
    transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

  def data_received(self, data: bytes) -> None:
    self.received += data
    head, end, rest = self.received.partition(b"\r\n\r\n")
    if not end:
      return
    lines = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
    length = int(lines.get(b"content-length", b"0"))
    if len(rest) < length:
      return
    self.received = rest[length:]
    if b'"stream": true' in rest[:length]:
      Connection.held.append(self)
      self.transport.write(STREAM_HEAD + FIRST)
    else:
      self.transport.write(JSON_HEAD % len(ANSWER) + ANSWER)

  @classmethod
  def release(cls) -> None:
    if not os.read(sys.stdin.fileno(), 1):
      asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
    for connection in cls.held:
      connection.transport.write(REST)
    cls.held.clear()


async def main() -> None:
  loop = asyncio.get_running_loop()
  server = await loop.create_server(Connection, "127.0.0.1", 0)
  loop.add_reader(sys.stdin.fileno(), Connection.release)
  print(f"listening on http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
  await server.serve_forever()


if __name__ == "__main__":
  asyncio.run(main())
