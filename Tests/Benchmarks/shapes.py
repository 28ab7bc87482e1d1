"""What recorded traffic looks like: the quantiles and shares that the generated trees follow.

Measured over some eleven thousand fixture files made from public test recordings. A table is a
list of (percent of the cases, size up to which they reach); sizes are characters unless said.
"""

# How many interactions a file has, and how many files of 10,962 have so many.
INTERACTIONS_PER_FILE = {
  1: 7692, 2: 2202, 3: 510, 4: 282, 5: 54, 6: 66, 7: 30, 8: 24, 9: 18, 10: 18, 11: 24, 12: 6,
  13: 18, 14: 12, 17: 6,
}
SHARE = {
  "anthropic file": 0.25,
  "openai stream file": 0.155,
  "anthropic stream file": 0.215,
  "non-ASCII": 0.168,
  "openai tools": 0.38,
  "anthropic tools": 0.59,
  "openai media": 0.032,
  "anthropic media": 0.12,
  "anthropic system": 0.36,
  "response format": 0.08,
  "temperature": 0.145,
  "tool call answer": 0.23,
  "reasoning": 0.06,
  "server tool": 0.02,
}
SIZES = {
  # Folders and names.
  "files per folder": [
    (0, 1), (25, 2), (50, 5), (75, 13), (90, 28), (95, 73), (99, 142), (100, 246),
  ],
  "folders per area": [(0, 1), (50, 1), (75, 2), (90, 7), (100, 41)],
  "areas per owner": [(0, 1), (50, 1), (75, 3), (90, 5), (100, 12)],
  "file name": [(0, 14), (10, 30), (25, 38), (50, 46), (75, 70), (90, 89), (99, 114), (100, 150)],
  # Requests.
  "messages": [(0, 1), (50, 1.4), (75, 3), (90, 5), (95, 6), (99, 10), (100, 26)],
  "user": [
    (0, 3), (5, 13), (10, 18), (25, 31), (50, 62), (75, 250), (90, 600), (95, 1150), (98, 3300),
    (99, 5000), (99.7, 13000), (99.9, 30000), (100, 400000),
  ],
  "system": [
    (0, 9), (5, 30), (25, 75), (50, 190), (75, 470), (90, 1050), (95, 1900), (98, 5700),
    (100, 9300),
  ],
  "assistant": [(0, 0), (10, 4), (25, 10), (50, 43), (75, 406), (90, 998), (95, 1931), (100, 5388)],
  "tool result": [
    (0, 1), (10, 6), (25, 10), (50, 25), (75, 70), (90, 190), (95, 620), (98, 4000), (99, 14000),
    (100, 88000),
  ],
  "tools": [(0, 1), (70, 1), (90, 2), (97, 3), (98.5, 6), (100, 21)],
  "tool": [(0, 35), (5, 124), (25, 166), (50, 240), (75, 356), (90, 458), (99, 1112), (100, 8600)],
  "arguments": [(0, 2), (25, 2), (50, 20), (75, 43), (90, 49), (95, 121), (98, 485), (100, 1121)],
  "format": [(0, 23), (25, 251), (50, 501), (75, 2173), (90, 3055), (100, 3942)],
  "openai media": [
    (0, 70), (25, 125), (50, 5800), (75, 19500), (90, 92000), (98, 131500), (98.5, 2780000),
    (100, 2780000),
  ],
  "anthropic media": [
    (0, 85), (25, 140), (50, 571), (75, 19500), (90, 38000), (97, 50000), (99, 225000),
    (100, 405000),
  ],
  # Answers.
  "openai answer": [
    (0, 0), (10, 2), (25, 28), (50, 91), (75, 309), (90, 1178), (95, 2646), (98, 4185),
    (100, 13900),
  ],
  "anthropic answer": [
    (0, 1), (10, 7), (25, 31), (50, 68), (75, 187), (90, 606), (95, 1062), (98, 1500), (100, 20800),
  ],
  "reasoning": [(0, 40), (25, 150), (50, 450), (75, 1250), (90, 3000), (98, 9000), (100, 43000)],
  "server tool": [(0, 1200), (50, 12000), (100, 45000)],
  # Streams: events in one.
  "openai events": [
    (0, 3), (5, 4), (10, 5), (25, 8), (50, 15), (75, 44), (90, 174), (95, 389), (99, 1224),
    (99.7, 3000), (100, 4835),
  ],
  "anthropic events": [
    (0, 6), (10, 7), (25, 9), (50, 12), (75, 30), (90, 62), (95, 105), (100, 141),
  ],
  "anthropic delta": [(0, 1), (10, 2), (25, 4), (50, 9), (75, 16), (90, 33), (95, 59), (100, 197)],
  # Escapes of an interaction that has characters outside ASCII.
  "escapes": [
    (0, 1), (25, 2), (50, 3), (75, 6), (90, 14), (95, 24), (98, 69), (99, 120), (99.7, 188),
    (100, 10300),
  ],
}
# Common names and how many files of a thousand have them. The others have one of RARE_MODELS
# made-up names.
RARE_MODELS = 120
MODELS = {
  "openai": {
    "gpt-4o-mini": 250, "gpt-4o": 133, "gpt-4.1-mini": 105, "gpt-3.5-turbo": 85,
    "mistral-small-latest": 28, "qwen3": 28, "anthropic/claude-haiku-4.5": 27, "gpt-5-mini": 21,
    "deepseek-chat": 18, "gpt-oss:120b": 18, "grok-4-1-fast-non-reasoning": 18, "gpt-4": 13,
    "meta-llama/llama-4-maverick-17b-128e-instruct": 13, "mistral-large-latest": 13,
  },
  "anthropic": {
    "claude-sonnet-4-5": 267, "claude-haiku-4-5-20251001": 215, "claude-sonnet-4-6": 135,
    "claude-sonnet-5": 80, "claude-sonnet-4-20250514": 95, "claude-3-5-haiku-20241022": 60,
    "claude-opus-4-8": 36, "claude-3-opus-20240229": 24,
  },
}
