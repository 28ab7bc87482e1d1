"""Made-up text for fixtures: sentences, code, base64 and identifiers, all drawn from one seed."""

import base64
import random
import string

WORDS = """
river harbour lantern copper meadow kettle signal orchard ladder window marble tunnel compass
barley ribbon engine valley bottle thunder pencil garden anchor mirror saddle pepper violin
candle feather island basket winter summer morning evening market station bridge castle forest
the a of to and in for with from that this it is was are be not as by on at or which when while
measure compare explain describe collect return deliver answer question number letter list table
small large quick slow early late bright quiet heavy narrow gentle simple careful plain round
temperature distance weight speed height volume price budget invoice receipt parcel ticket
keeps holds carries follows reaches opens closes turns finds sends reads writes counts sorts
customer traveller gardener teacher captain farmer painter doctor pilot editor builder keeper
maybe often always rarely sometimes twice exactly nearly almost about under over between beside
first second third next last other same different every each some many few several enough
""".split()

# Accents, Greek, Cyrillic, Hebrew, CJK, symbols, and emoji outside the basic plane, which
# json.dumps writes as two escapes.
GLYPHS = "éüñøçåßžłğ–—‘’“”…°€→✓αβλπждияשלום日本語東京天气温度你好안녕하세요🌦🚲🎉"

TEXT_LENGTH = 2_000_000
BINARY_LENGTH = 3_200_000


class Prose:
  """A pool of text made once; everything else is a cut from it, so that drawing is quick."""

  def __init__(self, random_source: random.Random):
    self.random = random_source
    self.text = self._paragraphs(TEXT_LENGTH)
    self.binary = base64.b64encode(random_source.randbytes(BINARY_LENGTH * 3 // 4)).decode()
    self.pieces = self._split(self.text)

  def words(self, count: int) -> list[str]:
    return self.random.choices(WORDS, k=count)

  def cut(self, length: int) -> str:
    """Text of exactly `length` characters."""
    if length <= 0:
      return ""
    start = self.random.randrange(len(self.text))
    out = self.text[start:start + length]
    while len(out) < length:
      out += self.text[:length - len(out)]
    return out

  def tokens(self, count: int) -> list[str]:
    """`count` short pieces in reading order, as a model would stream them."""
    start = self.random.randrange(len(self.pieces))
    out = self.pieces[start:start + count]
    while len(out) < count:
      out += self.pieces[:count - len(out)]
    return out

  def base64(self, length: int) -> str:
    start = self.random.randrange(max(1, len(self.binary) - length))
    return self.binary[start:start + length]

  def token(self, length: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    return "".join(self.random.choices(alphabet, k=length))

  def sprinkled(self, text: str, count: int) -> str:
    """`text` with `count` characters outside ASCII put between its own."""
    glyphs = self.random.choices(GLYPHS, k=count)
    if not text or count > len(text):
      return text + "".join(glyphs)
    places = sorted(self.random.sample(range(len(text)), count))
    out, before = [], 0
    for place, glyph in zip(places, glyphs):
      out += [text[before:place], glyph]
      before = place
    return "".join(out + [text[before:]])

  def _paragraphs(self, length: int) -> str:
    out, size = [], 0
    while size < length:
      sentence = " ".join(self.words(self.random.randint(5, 17)))
      kind = self.random.random()
      if kind < 0.50:
        piece = sentence.capitalize() + ". "
      elif kind < 0.62:
        piece = sentence.capitalize() + ".\n\n"
      elif kind < 0.80:
        piece = f"- **{self.random.choice(WORDS)}**: {sentence}\n"
      elif kind < 0.90:
        piece = f'{sentence.capitalize()}, "{" ".join(self.words(3))}"? '
      else:
        name, value = self.words(2)
        piece = f'```\n{name} = {{"{value}": {self.random.randint(0, 999)}}}\n```\n'
      out.append(piece)
      size += len(piece)
    return "".join(out)[:length]

  def _split(self, text: str) -> list[str]:
    out, place = [], 0
    while place < len(text):
      # Whole words with the blank before them; the longer ones in two pieces.
      end = text.find(" ", place + 1)
      end = len(text) if end < 0 else end
      if end - place > 7:
        end = place + 4
      out.append(text[place:end])
      place = end
    return out
