"""A program that calls LLM APIs with the official SDKs, and knows nothing of who answers.

    client_calls.py OUT CALL...     makes the named calls, writes {CALL: result} as JSON to OUT
    client_calls.py --names GROUP   the names of a group's calls

Exits with 3 when a call failed, unless its name begins with "fails" or "missed".
"""
import asyncio
import json
import sys

CLAUDE = {"model": "claude-sonnet-4-6", "max_tokens": 256}
GPT = {"model": "gpt-4o-mini"}
GEMINI = "gemini-2.5-flash"
WEATHER = {"city": {"type": "string"}, "days": {"type": "integer"}}
SCHEMA = {"type": "object", "properties": WEATHER, "required": ["city"]}
CLAUDE_TOOLS = [{"name": "weather", "description": "Looks out", "input_schema": SCHEMA}]
CHAT_TOOLS = [{"type": "function", "function": {"name": "weather", "parameters": SCHEMA}}]
RESPONSES_TOOLS = [{"type": "function", "name": "weather", "parameters": SCHEMA, "strict": False}]

RESPONSE = "Say hello, as a response."
STREAMED_RESPONSE = "Say hello, as a streamed response."


def said(text):
    return [{"role": "user", "content": text}]


def dump(value):
    """All there is in a result, the id from the head of the answer too."""
    dumped = value.model_dump(mode="json", warnings=False)
    if identifier := getattr(value, "_request_id", None):
        dumped["_request_id"] = identifier
    return dumped


def dumps(events):
    return [dump(event) for event in events]


async def dumps_async(events):
    return [dump(event) async for event in events]


class Anthropic:
    def __init__(self, **options):
        import anthropic

        self.client = anthropic.Anthropic(**options)
        self.options = options
        self.asynchronous = anthropic.AsyncAnthropic

    def plain(self, text="Say hello, plainly."):
        return dump(self.client.messages.create(**CLAUDE, messages=said(text)))

    def settings(self):
        return dump(
            self.client.messages.create(
                **CLAUDE,
                system=[{"type": "text", "text": "You are terse – très."}],
                messages=said("With settings") + [{"role": "assistant", "content": "Well:"}],
                stop_sequences=["END"],
                metadata={"user_id": "u1"},
            )
        )

    def stream(self, text="Say hello, as a stream."):
        with self.client.messages.stream(**CLAUDE, messages=said(text)) as stream:
            return [dump(event) for event in stream] + [dump(stream.get_final_message())]

    def text_stream(self):
        with self.client.messages.stream(**CLAUDE, messages=said("Only text")) as stream:
            return list(stream.text_stream)

    def events(self, text="Say hello, as raw events."):
        return dumps(self.client.messages.create(**CLAUDE, messages=said(text), stream=True))

    def tools(self, text="Rain?"):
        return dump(self.client.messages.create(**CLAUDE, messages=said(text), tools=CLAUDE_TOOLS))

    def tools_stream(self, text="Rain soon?"):
        asked = CLAUDE | {"messages": said(text), "tools": CLAUDE_TOOLS}
        with self.client.messages.stream(**asked) as stream:
            return [dump(event) for event in stream] + [dump(stream.get_final_message())]

    thinking_options = {"thinking": {"type": "enabled", "budget_tokens": 1024}, "max_tokens": 2048}

    def thinking(self, text="Think"):
        asked = CLAUDE | self.thinking_options | {"messages": said(text)}
        return dump(self.client.messages.create(**asked))

    def thinking_stream(self, text="Think aloud"):
        asked = CLAUDE | self.thinking_options | {"messages": said(text)}
        with self.client.messages.stream(**asked) as stream:
            return [dump(event) for event in stream] + [dump(stream.get_final_message())]

    def count(self):
        asked = {"model": CLAUDE["model"], "messages": said("Count")}
        return dump(self.client.messages.count_tokens(**asked))

    def beta(self):
        return dump(
            self.client.beta.messages.create(
                **CLAUDE, messages=said("Beta"), betas=["token-efficient-tools-2025-02-19"]
            )
        )

    def concurrent(self):
        async def all_of_them():
            async with self.asynchronous(**self.options) as client:
                calls = [
                    client.messages.create(**CLAUDE, messages=said(f"In parallel, {number}"))
                    for number in range(50)
                ]
                return dumps(await asyncio.gather(*calls))

        return asyncio.run(all_of_them())

    def async_stream(self):
        async def stream():
            async with self.asynchronous(**self.options) as client:
                asked = CLAUDE | {"messages": said("An asynchronous stream")}
                async with client.messages.stream(**asked) as stream:
                    events = await dumps_async(stream)
                    return events + [dump(await stream.get_final_message())]

        return asyncio.run(stream())


class OpenAI:
    def __init__(self, **options):
        import openai

        self.client = openai.OpenAI(**options)
        self.options = options
        self.asynchronous = openai.AsyncOpenAI

    def chat(self, text="Say hello, plainly."):
        return dump(self.client.chat.completions.create(**GPT, messages=said(text)))

    def chat_events(self, text="Say hello, as chunks."):
        return dumps(self.client.chat.completions.create(**GPT, messages=said(text), stream=True))

    def chat_usage(self):
        asked = GPT | {"messages": said("With usage"), "stream_options": {"include_usage": True}}
        return dumps(self.client.chat.completions.create(**asked, stream=True))

    def chat_stream(self, text="Say hello, as a stream."):
        with self.client.chat.completions.stream(**GPT, messages=said(text)) as stream:
            for _ in stream:
                pass
            return dump(stream.get_final_completion())

    def chat_tools(self, text="Rain?"):
        asked = GPT | {"messages": said(text), "tools": CHAT_TOOLS}
        return dump(self.client.chat.completions.create(**asked))

    def chat_tools_events(self):
        asked = GPT | {"messages": said("Rain soon?"), "tools": CHAT_TOOLS}
        return dumps(self.client.chat.completions.create(**asked, stream=True))

    def chat_tools_stream(self, text="Rain, as a stream?"):
        asked = GPT | {"messages": said(text), "tools": CHAT_TOOLS}
        with self.client.chat.completions.stream(**asked) as stream:
            for _ in stream:
                pass
            return dump(stream.get_final_completion())

    def responses(self, text=RESPONSE):
        return dump(self.client.responses.create(**GPT, input=text))

    def responses_events(self):
        return dumps(self.client.responses.create(**GPT, input="As events", stream=True))

    def responses_stream(self, text=STREAMED_RESPONSE):
        with self.client.responses.stream(**GPT, input=text) as stream:
            return [dump(event) for event in stream] + [dump(stream.get_final_response())]

    def responses_tools(self, text="Rain?"):
        asked = GPT | {"input": text, "tools": RESPONSES_TOOLS}
        return dump(self.client.responses.create(**asked))

    def responses_tools_stream(self, text="Rain soon?"):
        asked = GPT | {"input": text, "tools": RESPONSES_TOOLS}
        with self.client.responses.stream(**asked) as stream:
            return [dump(event) for event in stream] + [dump(stream.get_final_response())]

    def embeddings(self):
        return dump(self.client.embeddings.create(model="text-embedding-3-small", input=["a", "ø"]))

    def concurrent(self):
        async def all_of_them():
            async with self.asynchronous(**self.options) as client:
                calls = [
                    client.chat.completions.create(**GPT, messages=said(f"In parallel, {number}"))
                    for number in range(50)
                ]
                return dumps(await asyncio.gather(*calls))

        return asyncio.run(all_of_them())

    def async_events(self):
        async def stream():
            async with self.asynchronous(**self.options) as client:
                asked = GPT | {"input": "Asynchronous events", "stream": True}
                return await dumps_async(await client.responses.create(**asked))

        return asyncio.run(stream())


class Gemini:
    def __init__(self, **options):
        from google import genai

        self.client = genai.Client(**options)

    def generate(self, text="Say hello."):
        return self.dumped(self.client.models.generate_content(model=GEMINI, contents=text))

    def stream(self, text="Say hello, as a stream."):
        parts = self.client.models.generate_content_stream(model=GEMINI, contents=text)
        return [self.dumped(part) for part in parts]

    def embeddings(self):
        model = "gemini-embedding-001"
        return self.dumped(self.client.models.embed_content(model=model, contents=["a", "ø"]))

    def count(self):
        return self.dumped(self.client.models.count_tokens(model=GEMINI, contents="Count"))

    def asynchronous(self):
        async def generate():
            models = self.client.aio.models
            return self.dumped(await models.generate_content(model=GEMINI, contents="Asynchronous"))

        return asyncio.run(generate())

    @staticmethod
    def dumped(value):
        dumped = dump(value)
        # How the answer came is not the answer: the head's date is in there.
        dumped.pop("sdk_http_response", None)
        return dumped


class Calls:
    """Every call has a name; those of a group are made together."""

    def __init__(self):
        self.sdks = {}
        self.made = {}
        for name, sdk in (("anthropic", Anthropic), ("openai", OpenAI), ("gemini", Gemini)):
            for method in vars(sdk):
                if callable(getattr(sdk, method)) and method not in ("__init__", "dumped"):
                    self.add(f"all {name}.{method}", name, method)
        self.add_conversions()
        self.add_failures()

    def add(self, title, sdk, method, *arguments, **options):
        kinds = {"anthropic": Anthropic, "openai": OpenAI, "gemini": Gemini}

        def made():
            key = (sdk, repr(options))
            if key not in self.sdks:
                self.sdks[key] = kinds[sdk](**options)
            return getattr(self.sdks[key], method)(*arguments)

        self.made[title] = made

    def add_conversions(self):
        """What other calls asked for, in the other form; named after those calls."""
        for sdk, whole, text, stream, streamed in (
            ("anthropic", "plain", "Say hello, plainly.", "stream", "Say hello, as a stream."),
            ("anthropic", "tools", "Rain?", "tools_stream", "Rain soon?"),
            ("anthropic", "thinking", "Think", "thinking_stream", "Think aloud"),
            ("openai", "chat", "Say hello, plainly.", "chat_stream", "Say hello, as a stream."),
            ("openai", "chat_tools", "Rain?", "chat_tools_stream", "Rain, as a stream?"),
            ("openai", "responses", RESPONSE, "responses_stream", STREAMED_RESPONSE),
            ("openai", "responses_tools", "Rain?", "responses_tools_stream", "Rain soon?"),
        ):
            self.add(f"converted {sdk}.{whole}", sdk, stream, text)
            self.add(f"converted {sdk}.{stream}", sdk, whole, streamed)

    def add_failures(self):
        methods = [("anthropic", "plain"), ("openai", "chat"), ("openai", "responses")]
        for sdk, method in methods:
            for status in (400, 401, 429, 500):
                name = f"fails {sdk}.{method} {status}"
                self.add(name, sdk, method, f"Please fail with {status}.", max_retries=0)
            self.add(f"busy {sdk}.{method}", sdk, method, "You are busy once.")
        for sdk, method in [*methods, ("anthropic", "stream"), ("openai", "chat_events")]:
            self.add(f"missed {sdk}.{method}", sdk, method, "Say hello, plainlier.")
        self.add("missed gemini.generate", "gemini", "generate", "Say hullo.")

    def result(self, name):
        try:
            return self.made[name]()
        except Exception as error:
            status = getattr(error, "status_code", getattr(error, "code", None))
            return {"failed": type(error).__name__, "status": status, "message": str(error)}


def main():
    calls = Calls()
    if sys.argv[1] == "--names":
        print("\n".join(name for name in calls.made if name.split()[0] == sys.argv[2]))
        return
    results = {name: calls.result(name) for name in sys.argv[2:]}
    with open(sys.argv[1], "w") as file:
        json.dump(results, file)
    unexpected = [
        name
        for name, result in results.items()
        if isinstance(result, dict) and "failed" in result
        if name.split()[0] not in ("fails", "missed")
    ]
    sys.exit(3 if unexpected else 0)


if __name__ == "__main__":
    main()
