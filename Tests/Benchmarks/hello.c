// The least a full-screen program can do: the floor for a first frame and for answering a key.

#include <curses.h>

int main(void) {
  initscr();
  noecho();
  int keys = 0;
  int key;
  do {
    mvprintw(0, 0, "Hello, terminal. Keys so far: %d", keys++);
    refresh();
    key = getch();
  } while (key != 'q' && key != ERR);
  endwin();
  return 0;
}
