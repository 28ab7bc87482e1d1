"""Made-up tools: their definitions with JSON schemas, and calls of them."""

from __future__ import annotations

import json
import typing

if typing.TYPE_CHECKING:
  from content import Content


def definition(content: Content, provider: str, size: int) -> dict:
  """A tool as a request offers it, of about `size` characters."""
  own, about = name(content, 2), line(content, min(size // 5, 400))
  parameters = schema(content, size - 110 - len(about))
  if provider == "anthropic":
    return {"name": own, "description": about, "input_schema": parameters}
  function = {"name": own, "description": about, "parameters": parameters}
  return {"type": "function", "function": function}


def schema(content: Content, size: int) -> dict:
  """A JSON schema of about `size` characters."""
  draw, properties, used = content.random, {}, 70
  while used < size:
    own = name(content, 1 if len(properties) < 20 else 3)
    value = {"type": draw.choice(["string", "integer", "boolean", "number"])}
    if draw.random() < 0.6:
      value["description"] = line(content, draw.randint(12, 60))
    if draw.random() < 0.1:
      value["enum"] = content.prose.words(3)
    properties[own] = value
    used += len(json.dumps(value)) + 2 * len(own) + 10
  return {
    "type": "object",
    "properties": properties,
    "required": list(properties),
    "additionalProperties": False,
  }


def call(content: Content) -> dict:
  """A call as an OpenAI answer holds it."""
  function = {"name": name(content, 2), "arguments": json.dumps(arguments(content))}
  return {"id": "call_" + content.prose.token(24), "type": "function", "function": function}


def arguments(content: Content) -> dict:
  size = content.size("arguments")
  return {} if size < 8 else {name(content, 1): line(content, size - 8)}


def name(content: Content, words: int) -> str:
  return "_".join(content.prose.words(words))


def line(content: Content, length: int) -> str:
  """Text without line breaks."""
  return content.prose.cut(length).replace("\n", " ")
