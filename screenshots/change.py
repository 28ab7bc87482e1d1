"""Changes some fixtures, as recording them again would: for pictures of the review."""

import pathlib

FIXTURES = pathlib.Path("tests/fixtures")

CHANGES = {
  "agents/weather_tools.json": [
    ("msg_011gAUfv7JSjqKGTkPYcrM7U", "msg_01ZZgAUfv7JSjqKGTkPYcrM7"),
    ("Yes, for Bergen: Saturday is wet all day, with about 21 mm of rain and no more than 13",
     "Only for Bergen: Saturday is wet until the evening, with about 18 mm of rain and no more "
     "than 12"),
    ("There, the only thing to put up is a parasol.", "There, leave it at home."),
    ('"output_tokens": 61', '"output_tokens": 54'),
    ('"place": "Springfield",\n', '"place": "Springfield, Illinois",\n'),
  ],
  "chat/summarize.json": [
    ("After eleven years, volunteers have reopened", "Volunteers have reopened"),
    ('"output_tokens": 98', '"output_tokens": 91'),
  ],
  "chat/greeting.json": [('"max_tokens": ', '"temperature": 0.2,\n        "max_tokens": ')],
}


def main() -> None:
  for name, changes in CHANGES.items():
    path = FIXTURES / name
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
      if old not in text:
        raise SystemExit(f"{path} does not hold {old!r}")
      text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
  copy = FIXTURES / "chat/pancakes.json"
  copy.write_bytes((FIXTURES / "chat/recipe_conversation.json").read_bytes())


main()
