"""What the benchmarks look for, press and hope for. Times are seconds."""

ROWS, COLUMNS = 36, 120
ROUNDS = {
  "list": 5, "frame": 15, "big": 7, "replay": 7, "process": 20, "event": 300, "record": 3,
  "review": 7, "diff": 7,
}
# Keys pressed in the browser, and in each program it is compared with.
KEYS, PEER_KEYS = 1000, 400
# Keys pressed in one program before it is the next one's turn.
BLOCK = 50

# Replaying through a server: connections, and seconds of one run of wrk.
CONNECTIONS, SECONDS = 16, 3
# Replaying in a process: interactions in the fixture, and calls in a block.
COUNTS, CALLS = [1, 100, 2000], 50
# Recording: processes at once, and how many requests they send together.
PROCESSES, RECORDED = 8, 1000

# Diffs looked at in the review.
DIFFS = 300

# Shown as goals; never asserted.
GOAL_LIST_TIMES_CAT = 1.2
GOAL_FRAME = 0.030
GOAL_KEY = 0.016
GOAL_BIG = 0.150
# More than git status takes.
GOAL_REVIEW = 0.200
GOAL_BODIES = 0.100
GOAL_MEMORY = 100  # MB
GOAL_OF_HUMMINGBIRD = 0.8
GOAL_TIMES_STUBLLM = 5
GOAL_TIMES_MITMDUMP = 20
GOAL_HANDLER = 0.000_05
GOAL_OVER_EMPTY_PROTOCOL = 0.000_1
# The largest fixture's time over the smallest one's.
GOAL_FLAT = 1.5
GOAL_FIRST_EVENT = 0.002

# A first frame is complete when the screen shows all of these texts. {files}, {interactions}
# (as 17,004), {name} and {top} (the folder's name, the first entry in it) are filled in; {question}
# is what the first interaction of the big fixture asks.
FRAME_SHOWS = {
  "browser tree": ["Files", "Interactions", "{top}"],
  "browser small": ["Files", "Interactions"],
  "browser big": ["{question}"],
  "tig": ["[main]", "Change number"],
  "hello": ["Hello, terminal"],
  "less": ["line 0001"],
}

# Pressed before the keys are timed: the browser's top folder is selected, so that its list of
# interactions holds those of the whole tree. What the screen must show then; nothing is timed
# in a list that is not the one meant.
KEYS_BEFORE = ["files pane", "first"]
KEYS_BEFORE_SHOW = ["{interactions}"]

# The mix, repeated until there are enough. Every key changes something where it is pressed.
# The programs it is compared with have one pane and skip the keys that name one.
CYCLE = (
  ["interactions pane"] + ["down"] * 25 + ["up"] * 10 + ["page down"] * 10 + ["down"] * 10
  + ["page up"] * 4 + ["last"] + ["up"] * 10 + ["page up"] * 5 + ["first"] + ["down"] * 5
  + ["files pane"] + ["down"] * 10 + ["up"] * 4 + ["page down"] * 3 + ["page up"]
  + ["last"] + ["up"] * 4 + ["first"]
)
BYTES = {
  "browser": {
    "files pane": b"1", "interactions pane": b"2", "down": b"j", "up": b"k",
    "page down": b"\x1b[6~", "page up": b"\x1b[5~", "first": b"g", "last": b"G",
  },
  "tig": {
    "down": b"j", "up": b"k", "page down": b"\x1b[6~", "page up": b"\x1b[5~",
    "first": b"\x1bOH", "last": b"\x1bOF",
  },
  "less": {
    "down": b"j", "up": b"k", "page down": b" ", "page up": b"b", "first": b"g", "last": b"G",
  },
}
BYTES["hello"] = BYTES["less"]
