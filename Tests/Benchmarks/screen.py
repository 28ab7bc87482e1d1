"""What a terminal shows after some output: enough of xterm for checking that a frame is there.

Never used while something is timed.
"""

import re

ESCAPE = re.compile(
  rb"\x1b\[([?>=<!]?)([\d;:]*)([ -/]*)([@-~])"  # control sequences
  rb"|\x1b[\]P^_X](?:[^\x07\x1b]|\x1b(?!\\))*(?:\x07|\x1b\\)"  # strings: titles, colours, queries
  rb"|\x1b[()*+#%][ -~]"  # character sets
  rb"|\x1b([0-OQ-WYZ\\`-~ ])"
)


class Screen:
  """Rows of characters and a cursor."""

  def __init__(self, rows: int, columns: int):
    self.rows, self.columns = rows, columns
    self.cells = [[" "] * columns for _ in range(rows)]
    self.row = self.column = 0
    self.top, self.bottom = 0, rows
    self.saved = (0, 0)
    self.last = " "
    self.rest = b""

  @property
  def text(self) -> str:
    return "\n".join("".join(row).rstrip() for row in self.cells)

  def feed(self, data: bytes) -> None:
    data, place = self.rest + data, 0
    self.rest = b""
    while place < len(data):
      if data[place] != 0x1B:
        end = data.find(b"\x1b", place)
        end = len(data) if end < 0 else end
        # A character may be cut by the end of what has come so far.
        whole = end if end < len(data) else _end_of_whole_characters(data, end)
        self._characters(data[place:whole].decode("utf-8", "replace"))
        self.rest, place = data[whole:end], end
        continue
      found = ESCAPE.match(data, place)
      if not found:
        self.rest = data[place:]
        return
      if found[4] and not found[3]:
        self._control(found[1], found[2], found[4].decode())
      elif found[5]:
        self._escape(found[5].decode())
      place = found.end()

  def _characters(self, text: str) -> None:
    for one in text:
      if one == "\r":
        self.column = 0
      elif one in "\n\x0b\x0c":
        self._line_feed()
      elif one == "\b":
        self.column = max(0, self.column - 1)
      elif one == "\t":
        self.column = min(self.columns - 1, self.column // 8 * 8 + 8)
      elif one >= " ":
        self._put(one)

  def _put(self, one: str) -> None:
    # Wide characters count as one cell here; whole texts are found all the same.
    if self.column >= self.columns:
      self.column = 0
      self._line_feed()
    self.cells[self.row][self.column] = one
    self.column += 1
    self.last = one

  def _line_feed(self) -> None:
    if self.row == self.bottom - 1:
      self._scroll(1)
    else:
      self.row = min(self.rows - 1, self.row + 1)

  def _scroll(self, count: int, top: int | None = None) -> None:
    """Moves the lines of the scrolling region up, or down when `count` is negative."""
    top = self.top if top is None else top
    region = self.cells[top:self.bottom]
    blank = [[" "] * self.columns for _ in range(min(abs(count), len(region)))]
    region = region[count:] + blank if count > 0 else blank + region[:count]
    self.cells[top:self.bottom] = region

  def _escape(self, final: str) -> None:
    if final == "M":
      if self.row == self.top:
        self._scroll(-1)
      else:
        self.row = max(0, self.row - 1)
    elif final == "7":
      self.saved = (self.row, self.column)
    elif final == "8":
      self.row, self.column = self.saved
    elif final == "c":
      self.__init__(self.rows, self.columns)

  def _control(self, private: bytes, parameters: bytes, final: str) -> None:
    if private:
      if private == b"?" and final == "h" and parameters in (b"1049", b"47", b"1047"):
        self.__init__(self.rows, self.columns)
      return
    numbers = [int(part) if part.isdigit() else 0 for part in parameters.split(b";")]
    first = max(1, numbers[0])
    second = max(1, numbers[1]) if len(numbers) > 1 else 1
    line = self.cells[self.row]
    column = min(self.column, self.columns - 1)
    if final in "Hf":
      self.row, self.column = first - 1, second - 1
    elif final in "AF":
      self.row, self.column = self.row - first, 0 if final == "F" else self.column
    elif final in "BEe":
      self.row, self.column = self.row + first, 0 if final == "E" else self.column
    elif final in "Ca":
      self.column += first
    elif final == "D":
      self.column -= first
    elif final in "G`":
      self.column = first - 1
    elif final == "d":
      self.row = first - 1
    elif final == "J":
      self._erase_screen(numbers[0])
    elif final == "K":
      start, end = [(column, None), (0, column + 1), (0, None)][min(2, numbers[0])]
      line[start:end] = [" "] * len(line[start:end])
    elif final == "X":
      line[column:column + first] = [" "] * len(line[column:column + first])
    elif final == "P":
      line[column:] = (line[column + first:] + [" "] * self.columns)[:self.columns - column]
    elif final == "@":
      line[column:] = ([" "] * first + line[column:])[:self.columns - column]
    elif final in "LM":
      self._scroll(first if final == "M" else -first, self.row)
    elif final in "ST":
      self._scroll(first if final == "S" else -first)
    elif final == "b":
      self._characters(self.last * first)
    elif final == "r":
      self.top = first - 1
      self.bottom = min(self.rows, second) if len(numbers) > 1 and numbers[1] else self.rows
      self.row = self.column = 0
    self.row = min(max(0, self.row), self.rows - 1)
    if final != "b":
      self.column = min(max(0, self.column), self.columns - 1)

  def _erase_screen(self, part: int) -> None:
    blank = [" "] * self.columns
    for row in range(self.rows):
      if part >= 2 or (part == 0 and row > self.row) or (part == 1 and row < self.row):
        self.cells[row] = blank[:]
    if part == 0:
      self.cells[self.row][self.column:] = blank[self.column:]
    elif part == 1:
      self.cells[self.row][:self.column + 1] = blank[:self.column + 1]


def _end_of_whole_characters(data: bytes, end: int) -> int:
  """`end`, or the start of the last character before it when that is not complete."""
  for back in range(1, min(4, end) + 1):
    byte = data[end - back]
    if byte & 0xC0 != 0x80:
      length = 4 if byte >= 0xF0 else 3 if byte >= 0xE0 else 2 if byte >= 0xC0 else 1
      return end - back if length > back else end
  return end
