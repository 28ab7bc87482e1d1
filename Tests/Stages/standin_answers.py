"""What the stand-in answers, in each provider's shape: JSON, or the events of a stream."""
import base64
import json
import re
import struct


def error(path, status, number):
    message = f"planted error {status}, number {number}"
    if "v1beta" in path:
        return {"error": {"code": status, "message": message, "status": "PLANTED"}}
    if path.endswith(("/messages", "/count_tokens")):
        return {"type": "error", "error": {"type": "planted_error", "message": message}}
    return {"error": {"message": message, "type": "planted_error", "param": None, "code": None}}


def pieces(text):
    return re.findall(r"\S+\s*", text)


# Anthropic


def messages(number, request):
    blocks = []
    if request.get("thinking", {}).get("type") in ("enabled", "adaptive"):
        thought = f"Let me see, {number}…"
        blocks.append({"type": "thinking", "thinking": thought, "signature": f"sig{number}=="})
    blocks.append({"type": "text", "text": f"Antwort № {number}: “fine” 👍"})
    if tools := request.get("tools"):
        given = {"city": "Tromsø", "days": number, "exact": 1e-08}
        blocks.append(
            {"type": "tool_use", "id": f"toolu_{number}", "name": tools[0]["name"], "input": given}
        )
    message = {
        "id": f"msg_{number}",
        "type": "message",
        "role": "assistant",
        "model": request["model"],
        "content": blocks,
        "stop_reason": "tool_use" if tools else "end_turn",
        "stop_sequence": None,
        "usage": {
            "input_tokens": 10 + number,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "output_tokens": 20 + number,
            "service_tier": "standard",
        },
    }
    return message_events(message) if request.get("stream") else message


def message_events(message):
    start = message | {"content": [], "stop_reason": None}
    start["usage"] = message["usage"] | {"output_tokens": 1}
    events = [{"type": "message_start", "message": start}, {"type": "ping"}]
    for index, block in enumerate(message["content"]):
        empty, deltas = block_deltas(block)
        events.append({"type": "content_block_start", "index": index, "content_block": empty})
        for delta in deltas:
            events.append({"type": "content_block_delta", "index": index, "delta": delta})
        events.append({"type": "content_block_stop", "index": index})
    events.append(
        {
            "type": "message_delta",
            "delta": {"stop_reason": message["stop_reason"], "stop_sequence": None},
            "usage": {"output_tokens": message["usage"]["output_tokens"]},
        }
    )
    events.append({"type": "message_stop"})
    return [(event["type"], event) for event in events]


def block_deltas(block):
    match block["type"]:
        case "text":
            deltas = [{"type": "text_delta", "text": piece} for piece in pieces(block["text"])]
            return block | {"text": ""}, deltas
        case "thinking":
            deltas = [
                {"type": "thinking_delta", "thinking": piece} for piece in pieces(block["thinking"])
            ]
            deltas.append({"type": "signature_delta", "signature": block["signature"]})
            return block | {"thinking": "", "signature": ""}, deltas
        case "tool_use":
            text = json.dumps(block["input"], ensure_ascii=False)
            halves = ["", text[:11], text[11:]]
            deltas = [{"type": "input_json_delta", "partial_json": half} for half in halves]
            return block | {"input": {}}, deltas


def count_tokens(number, request):
    return {"input_tokens": 100 + number}


# OpenAI


def chat(number, request):
    tools = request.get("tools")
    message = {"role": "assistant", "content": f"Réponse {number} – “fine”", "refusal": None}
    if tools:
        arguments = json.dumps({"city": "Tromsø", "days": number}, ensure_ascii=False)
        called = {"name": tools[0]["function"]["name"], "arguments": arguments}
        message["content"] = None
        message["tool_calls"] = [{"id": f"call_{number}", "type": "function", "function": called}]
    whole = {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion",
        "created": 1_700_000_000 + number,
        "model": request["model"] + "-2026-01-01",
        "service_tier": "default",
        "system_fingerprint": f"fp_{number}",
    }
    choice = {"index": 0, "logprobs": None, "finish_reason": "tool_calls" if tools else "stop"}
    usage = {"prompt_tokens": 10, "completion_tokens": number, "total_tokens": 10 + number}
    if not request.get("stream"):
        return whole | {"choices": [choice | {"message": message}], "usage": usage}
    return chat_chunks(whole, choice, message, usage, request.get("stream_options") or {})


def chat_chunks(whole, choice, message, usage, options):
    asked = options.get("include_usage")
    whole = whole | {"object": "chat.completion.chunk"} | ({"usage": None} if asked else {})
    deltas = [{"role": "assistant", "content": message["content"] and "", "refusal": None}]
    deltas += [{"content": piece} for piece in pieces(message["content"] or "")]
    for called in message.get("tool_calls", []):
        function = called["function"]
        started = called | {"index": 0, "function": function | {"arguments": ""}}
        deltas.append({"tool_calls": [started]})
        for half in (function["arguments"][:9], function["arguments"][9:]):
            deltas.append({"tool_calls": [{"index": 0, "function": {"arguments": half}}]})
    chunks = [whole | {"choices": [choice | {"delta": d, "finish_reason": None}]} for d in deltas]
    chunks.append(whole | {"choices": [choice | {"delta": {}}]})
    if asked:
        chunks.append(whole | {"choices": [], "usage": usage})
    return [(None, chunk) for chunk in chunks] + [(None, "[DONE]")]


def responses(number, request):
    content = {
        "type": "output_text",
        "text": f"Risposta {number}: “fine”",
        "annotations": [],
        "logprobs": [],
    }
    items = [
        {
            "id": f"msg_{number}",
            "type": "message",
            "status": "completed",
            "role": "assistant",
            "content": [content],
        }
    ]
    if tools := request.get("tools"):
        items.append(
            {
                "id": f"fc_{number}",
                "type": "function_call",
                "status": "completed",
                "call_id": f"call_{number}",
                "name": tools[0]["name"],
                "arguments": json.dumps({"city": "Tromsø", "days": number}, ensure_ascii=False),
            }
        )
    whole = {
        "id": f"resp_{number}",
        "object": "response",
        "created_at": 1_700_000_000 + number,
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
        "model": request["model"],
        "output": items,
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": tools or [],
        "top_p": 1.0,
        "usage": {
            "input_tokens": 10,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": number,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 10 + number,
        },
    }
    return response_events(whole) if request.get("stream") else whole


def response_events(whole):
    begun = whole | {"status": "in_progress", "output": [], "usage": None}
    events = [
        {"type": "response.created", "response": begun},
        {"type": "response.in_progress", "response": begun},
    ]
    for index, item in enumerate(whole["output"]):
        at = {"item_id": item["id"], "output_index": index}
        empty = item | {"status": "in_progress"}
        empty |= {"content": []} if item["type"] == "message" else {"arguments": ""}
        added = {"type": "response.output_item.added", "output_index": index, "item": empty}
        events.append(added)
        if item["type"] == "message":
            events += text_events(at | {"content_index": 0}, item["content"][0])
        else:
            kind = "response.function_call_arguments"
            text = item["arguments"]
            for half in (text[:8], text[8:]):
                events.append({"type": f"{kind}.delta", **at, "delta": half})
            done = {"type": f"{kind}.done", **at, "name": item["name"], "arguments": text}
            events.append(done)
        events.append({"type": "response.output_item.done", "output_index": index, "item": item})
    events.append({"type": "response.completed", "response": whole})
    return [
        (event["type"], event | {"sequence_number": number}) for number, event in enumerate(events)
    ]


def text_events(at, part):
    events = [{"type": "response.content_part.added", **at, "part": part | {"text": ""}}]
    for piece in pieces(part["text"]):
        events.append({"type": "response.output_text.delta", **at, "delta": piece, "logprobs": []})
    done = {"type": "response.output_text.done", **at, "text": part["text"], "logprobs": []}
    return events + [done, {"type": "response.content_part.done", **at, "part": part}]


def embeddings(number, request):
    texts = request["input"] if isinstance(request["input"], list) else [request["input"]]
    vectors = [[number / 7, 1e-08, -0.5 * index] for index in range(len(texts))]
    if request.get("encoding_format") == "base64":
        packed = [struct.pack(f"<{len(vector)}f", *vector) for vector in vectors]
        vectors = [base64.b64encode(bytes).decode() for bytes in packed]
    data = [
        {"object": "embedding", "index": index, "embedding": vector}
        for index, vector in enumerate(vectors)
    ]
    usage = {"prompt_tokens": number, "total_tokens": number}
    return {"object": "list", "data": data, "model": request["model"], "usage": usage}


# Gemini


def gemini_part(number, text, last):
    candidate = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
    if last:
        candidate["finishReason"] = "STOP"
    usage = {"promptTokenCount": 10, "candidatesTokenCount": number, "totalTokenCount": 10 + number}
    return {
        "candidates": [candidate],
        "usageMetadata": usage,
        "modelVersion": "gemini-test",
        "responseId": f"r{number}",
    }


def generate(number, request):
    return gemini_part(number, f"Svar {number}: «greit»", True)


def stream_generate(number, request):
    parts = [gemini_part(number, "Svar ", False), gemini_part(number, f"{number}: «greit»", True)]
    return [(None, part) for part in parts]


def gemini_embeddings(number, request):
    values = {"values": [number / 7, 1e-08, -0.5]}
    return {"embeddings": [values for _ in request["requests"]]}


def gemini_count(number, request):
    return {"totalTokens": 100 + number}


ANSWERS = {
    "/messages": messages,
    "/messages/count_tokens": count_tokens,
    "/chat/completions": chat,
    "/responses": responses,
    "/embeddings": embeddings,
    ":generateContent": generate,
    ":streamGenerateContent": stream_generate,
    ":batchEmbedContents": gemini_embeddings,
    ":countTokens": gemini_count,
}
