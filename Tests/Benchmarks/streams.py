"""Made-up event streams of the two providers."""

from __future__ import annotations

import typing

if typing.TYPE_CHECKING:
  from content import Content

# What chunks carry besides the text differs from stream to stream; the bulky extras are rare and
# not seen on long streams.
OBFUSCATED, REASONING, LOG_PROBABILITIES, TRACED = 0.33, 0.35, 0.01, 0.04
LONG = 250


def openai(content: Content, model: str, answer: str) -> list[dict]:
  """Chat completion chunks; as many as the distribution says, whatever the answer's length."""
  draw, prose = content.random.random, content.prose
  count = content.size("openai events")
  head = {
    "id": content.identifier("openai"),
    "object": "chat.completion.chunk",
    "created": 1_700_000_000 + content.random.randrange(80_000_000),
    "model": model,
  }
  if draw() < 0.5:
    head["service_tier"] = "default"
  head["system_fingerprint"] = f"fp_{content.random.getrandbits(40):010x}"
  obfuscated = draw() < OBFUSCATED
  log_probabilities = count < LONG and draw() < LOG_PROBABILITIES
  traced = count < LONG and draw() < TRACED
  with_usage, with_role = draw() < 0.5, draw() < 0.3
  reasoning = count * draw() if draw() < REASONING else 0
  pieces = _pieces(content, answer, max(1, count - 3))

  def chunk(delta: dict, finish: str | None = None, usage: dict | None = None) -> dict:
    choice = {"index": 0, "delta": delta}
    choice["logprobs"] = _probabilities(content) if log_probabilities and not finish else None
    data = head | {"choices": [choice | {"finish_reason": finish}]}
    if with_usage:
      data["usage"] = usage
    if traced:
      data["trace"] = prose.base64(3000)
    if obfuscated:
      data["obfuscation"] = prose.token(1 + content.random.randrange(16))
    return {"data": data}

  out = [chunk({"role": "assistant", "content": "", "refusal": None})]
  for number, piece in enumerate(pieces):
    delta = {"content": piece}
    if number < reasoning:
      delta = {"content": None, "reasoning_content": piece}
    out.append(chunk(delta | {"role": "assistant"} if with_role else delta))
  out.append(chunk({}, "stop", content.openai_usage()))
  if draw() < 0.7:
    out.append({"data": "[DONE]"})
  return out


def anthropic(content: Content, model: str, answer: str) -> list[dict]:
  """The events of one message with one block of text."""
  count = max(1, content.size("anthropic events") - 6)
  message = {
    "model": model,
    "id": content.identifier("anthropic"),
    "type": "message",
    "role": "assistant",
    "content": [],
    "stop_reason": None,
    "stop_sequence": None,
    "usage": content.anthropic_usage(),
  }
  block = {"type": "text", "text": ""}
  out = [
    _named({"type": "message_start", "message": message}),
    _named({"type": "content_block_start", "index": 0, "content_block": block}),
    _named({"type": "ping"}),
  ]
  as_json = content.random.random() < 0.15
  sizes = [content.size("anthropic delta") for _ in range(count)]
  text = answer if len(answer) > sum(sizes) else answer + content.prose.cut(sum(sizes))
  place = 0
  for size in sizes:
    piece, place = text[place:place + size], place + size
    delta = {"type": "text_delta", "text": piece}
    if as_json:
      delta = {"type": "input_json_delta", "partial_json": piece}
    out.append(_named({"type": "content_block_delta", "index": 0, "delta": delta}))
  delta = {"stop_reason": "end_turn", "stop_sequence": None}
  return out + [
    _named({"type": "content_block_stop", "index": 0}),
    _named({"type": "message_delta", "delta": delta, "usage": content.anthropic_usage()}),
    _named({"type": "message_stop"}),
  ]


def _named(data: dict) -> dict:
  return {"event": data["type"], "data": data}


def _pieces(content: Content, answer: str, count: int) -> list[str]:
  """`count` pieces; those of `answer` first where it has characters outside ASCII."""
  if answer.isascii():
    return content.prose.tokens(count)
  pieces = [answer[place:place + 4] for place in range(0, len(answer), 4)][:count]
  return pieces + content.prose.tokens(count - len(pieces))


def _probabilities(content: Content) -> dict:
  """The alternatives for one token, mostly numbers."""
  def alternative() -> dict:
    token = content.prose.tokens(1)[0]
    value = -content.random.random() * 20
    return {"token": token, "logprob": value, "bytes": list(token.encode())}

  return {"content": [alternative() | {"top_logprobs": [alternative() for _ in range(20)]}]}
