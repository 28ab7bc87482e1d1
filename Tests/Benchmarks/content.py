"""One made-up interaction after the other, in the shapes that recorded traffic has."""

import hashlib
import json
import random

import shapes
import streams
import tools
from prose import WORDS, Prose
from spread import Spread


def match_hash(request: dict) -> str:
  """The key that decides which request an interaction answers."""
  key = {
    "model": request.get("model"),
    "messages": request.get("messages"),
    "temperature": request.get("temperature", 1.0),
  }
  return hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()


class Content:
  """Draws interactions; the same seed and the same calls give the same ones."""

  def __init__(self, seed: int):
    self.random = random.Random(seed)
    self.prose = Prose(self.random)
    self.spreads = {
      name: Spread(self.random, number, points)
      for number, (name, points) in enumerate(shapes.SIZES.items())
    }
    self.made = 0

  def size(self, name: str) -> int:
    return self.spreads[name].draw()

  def happens(self, name: str) -> bool:
    return self.random.random() < shapes.SHARE[name]

  def model(self, provider: str) -> str:
    common = shapes.MODELS[provider]
    if self.random.randrange(1000) < sum(common.values()):
      return self.random.choices(list(common), list(common.values()))[0]
    number = self.random.randrange(shapes.RARE_MODELS)
    return f"{WORDS[number]}-{number % 70 + 1}b-instruct"

  def interaction(self, provider: str, model: str, streaming: bool) -> dict:
    self.made += 1
    request = self._request(provider, model, streaming)
    answer = self.prose.cut(self.size(f"{provider} answer"))
    if self.happens("non-ASCII"):
      answer = self._with_glyphs(request, answer)
    response, events = {}, []
    if streaming:
      events = getattr(streams, provider)(self, model, answer)
    elif provider == "openai":
      response = self._openai_response(request, answer)
    else:
      response = self._anthropic_response(request, answer)
    return {
      "hash": match_hash(request),
      "request": request,
      "response": response,
      "streaming": streaming,
      "stream_events": events,
      "recorded_at": self._date(),
    }

  def identifier(self, provider: str) -> str:
    return "chatcmpl-" + self.prose.token(29) if provider == "openai" else (
      "msg_01" + self.prose.token(22)
    )

  def openai_usage(self) -> dict:
    prompt, completion = self.random.randint(8, 4000), self.random.randint(1, 900)
    usage = {
      "prompt_tokens": prompt,
      "completion_tokens": completion,
      "total_tokens": prompt + completion,
    }
    if self.random.random() < 0.8:
      usage["prompt_tokens_details"] = {"cached_tokens": 0, "audio_tokens": 0}
      usage["completion_tokens_details"] = {
        "reasoning_tokens": 0,
        "audio_tokens": 0,
        "accepted_prediction_tokens": 0,
        "rejected_prediction_tokens": 0,
      }
    return usage

  def anthropic_usage(self) -> dict:
    return {
      "input_tokens": self.random.randint(8, 4000),
      "cache_creation_input_tokens": 0,
      "cache_read_input_tokens": 0,
      "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
      "output_tokens": self.random.randint(1, 900),
      "service_tier": "standard",
      "inference_geo": "not_available",
    }

  # Requests

  def _request(self, provider: str, model: str, streaming: bool) -> dict:
    request = {"model": model}
    messages = {"messages": self._messages(provider)}
    # Clients differ in which comes first.
    request = messages | request if self.random.random() < 0.5 else request | messages
    if self.happens(f"{provider} tools"):
      request["tools"] = [
        tools.definition(self, provider, self.size("tool")) for _ in range(self.size("tools"))
      ]
      if self.random.random() < 0.6:
        request["tool_choice"] = "auto" if provider == "openai" else {"type": "auto"}
    if self.happens("temperature"):
      request["temperature"] = self.random.choice([0, 0, 0, 0.0, 0.7, 1, 0.5, 1.0, 0.1, 1e-08])
    if provider == "anthropic":
      request["max_tokens"] = self.random.choice([64, 1024, 4096, 8192])
      if self.happens("anthropic system"):
        request["system"] = self.prose.cut(self.size("system"))
    elif self.happens("response format"):
      schema = {"name": tools.name(self, 2), "schema": tools.schema(self, self.size("format"))}
      request["response_format"] = {"type": "json_schema", "json_schema": schema}
    if streaming or self.random.random() < 0.62:
      request["stream"] = streaming
    if streaming and provider == "openai" and self.random.random() < 0.6:
      request["stream_options"] = {"include_usage": True}
    return request

  def _messages(self, provider: str) -> list[dict]:
    count = self.size("messages")
    messages = []
    if provider == "openai" and count > 1 and self.random.random() < 0.85:
      messages.append({"role": "system", "content": self.prose.cut(self.size("system"))})
    while len(messages) < count:
      if len(messages) + 3 <= count and self.random.random() < 0.7:
        messages += [self._user(provider)] + self._tool_turn(provider)
      elif len(messages) + 2 <= count:
        messages += [self._user(provider), self._assistant(provider)]
      else:
        messages.append(self._user(provider))
    if self.happens(f"{provider} media"):
      size = self.size(f"{provider} media")
      messages[-1] = self._with_media(provider, size)
    return messages

  def _user(self, provider: str) -> dict:
    text = self.prose.cut(self.size("user"))
    if self.random.random() < (0.15 if provider == "openai" else 0.85):
      return {"role": "user", "content": [{"type": "text", "text": text}]}
    return {"role": "user", "content": text}

  def _assistant(self, provider: str) -> dict:
    text = self.prose.cut(self.size("assistant"))
    if provider == "anthropic":
      return {"role": "assistant", "content": [{"type": "text", "text": text}]}
    return {"role": "assistant", "content": text}

  def _tool_turn(self, provider: str) -> list[dict]:
    """A tool call and its result."""
    result = self.prose.cut(self.size("tool result"))
    if provider == "openai":
      call = tools.call(self)
      return [
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": call["id"], "content": result},
      ]
    name, key = tools.name(self, 2), "toolu_01" + self.prose.token(22)
    use = {"type": "tool_use", "id": key, "name": name, "input": tools.arguments(self)}
    answer = {"type": "tool_result", "tool_use_id": key, "content": result, "is_error": False}
    return [{"role": "assistant", "content": [use]}, {"role": "user", "content": [answer]}]

  def _with_media(self, provider: str, size: int) -> dict:
    text = {"type": "text", "text": self.prose.cut(self.size("user"))}
    if provider == "openai":
      url = f"https://example.com/{tools.name(self, 3)}.png" if size < 400 else (
        "data:image/png;base64," + self.prose.base64(size - 70)
      )
      part = {"type": "image_url", "image_url": {"url": url}}
    elif size < 400:
      source = {"type": "url", "url": f"https://example.com/{tools.name(self, 3)}.pdf"}
      part = {"type": "document", "source": source}
    else:
      data = self.prose.base64(size - 90)
      source = {"type": "base64", "media_type": "image/png", "data": data}
      part = {"type": "image", "source": source}
    return {"role": "user", "content": [text, part]}

  # Responses

  def _openai_response(self, request: dict, answer: str) -> dict:
    message = {"role": "assistant", "content": answer, "refusal": None, "annotations": []}
    finish = "stop"
    if self.happens("tool call answer"):
      message |= {"content": None, "tool_calls": [tools.call(self)]}
      finish = "tool_calls"
    if self.happens("reasoning"):
      message["reasoning_content"] = self.prose.cut(self.size("reasoning"))
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
    response = {
      "id": self.identifier("openai"),
      "object": "chat.completion",
      "created": 1_700_000_000 + self.random.randrange(80_000_000),
      "model": request["model"],
      "choices": [choice],
      "usage": self.openai_usage(),
    }
    if self.random.random() < 0.7:
      response["service_tier"] = "default"
    if self.random.random() < 0.8:
      response["system_fingerprint"] = f"fp_{self.random.getrandbits(40):010x}"
    return response

  def _anthropic_response(self, request: dict, answer: str) -> dict:
    content = [{"type": "text", "text": answer}]
    if self.happens("reasoning"):
      content.insert(0, {
        "type": "thinking",
        "thinking": self.prose.cut(self.size("reasoning")),
        "signature": self.prose.base64(self.random.randint(300, 1200)),
      })
    if self.happens("server tool"):
      content.insert(0, {
        "type": "web_search_tool_result",
        "tool_use_id": "srvtoolu_01" + self.prose.token(22),
        "content": [
          {
            "type": "web_search_result",
            "title": self.prose.cut(50).replace("\n", " "),
            "url": f"https://example.org/{tools.name(self, 4)}",
            "encrypted_content": self.prose.base64(self.size("server tool") // 5),
          }
          for _ in range(5)
        ],
      })
    stop = "end_turn"
    if self.happens("tool call answer"):
      content.append({
        "type": "tool_use",
        "id": "toolu_01" + self.prose.token(22),
        "name": tools.name(self, 2),
        "input": tools.arguments(self),
      })
      stop = "tool_use"
    response = {
      "model": request["model"],
      "id": self.identifier("anthropic"),
      "type": "message",
      "role": "assistant",
      "content": content,
      "stop_reason": stop,
      "stop_sequence": None,
      "usage": self.anthropic_usage(),
    }
    return response | ({"stop_details": None} if self.random.random() < 0.5 else {})

  # What both share

  def _with_glyphs(self, request: dict, answer: str) -> str:
    """Puts characters outside ASCII into the last message, or as often into what is returned."""
    count = self.size("escapes")
    last = request["messages"][-1]
    content = last["content"]
    if self.random.random() < 0.5:
      return self.prose.sprinkled(answer, count)
    if isinstance(content, str):
      last["content"] = self.prose.sprinkled(content, count)
    elif content[0]["type"] == "text":
      content[0]["text"] = self.prose.sprinkled(content[0]["text"], count)
    else:
      return self.prose.sprinkled(answer, count)
    return answer

  def _date(self) -> str:
    month, day, minute = 1 + self.made % 9, 1 + self.made % 28, self.made % 60
    return f"2026-{month:02}-{day:02}T10:{minute:02}:00+00:00"
