#include "rerate/publish/terminal_canvas.h"

#include <cstdlib>

#include "rerate/base/utf8.h"

namespace rerate {

TerminalCanvas::TerminalCanvas(int columns, int rows, bool unicode)
    : columns_(columns),
      across_(unicode ? 2 : 1),
      down_(unicode ? 4 : 1),
      braille_(unicode),
      width_(columns * across_),
      height_(rows * down_),
      dots_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), 0),
      characters_(dots_.size()) {}

std::size_t TerminalCanvas::cell(int column, int row) const {
  return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
         static_cast<std::size_t>(column);
}

void TerminalCanvas::dot(int x, int y) {
  // Unicode's numbering of the eight dots, by column and row.
  constexpr unsigned char kDots[2][4] = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};
  unsigned char& dots = dots_[cell(x / across_, y / down_)];
  dots = static_cast<unsigned char>(dots | kDots[x % across_][y % down_]);
}

void TerminalCanvas::stroke(int x, int y, int to_x, int to_y, int gap) {
  const int run = std::abs(to_x - x), rise = -std::abs(to_y - y);
  const int right = x < to_x ? 1 : -1, up = y < to_y ? 1 : -1;
  for (int error = run + rise;;) {
    // By place, not by count: strokes that follow each other keep one pattern.
    if ((run >= -rise ? x : y) % gap == 0) dot(x, y);
    if (x == to_x && y == to_y) return;
    const int twice = 2 * error;
    if (twice >= rise) {
      error += rise;
      x += right;
    }
    if (twice <= run) {
      error += run;
      y += up;
    }
  }
}

void TerminalCanvas::put(int column, int row, std::string_view character) {
  characters_[cell(column, row)] = character;
}

std::string TerminalCanvas::row(int index) const {
  std::string text;
  for (int column = 0; column < columns_; ++column) {
    const std::size_t at = cell(column, index);
    if (!characters_[at].empty())
      text += characters_[at];
    else if (dots_[at] == 0)
      text += ' ';
    else if (braille_)
      append_utf8(text, 0x2800u + dots_[at]);
    else
      text += '*';
  }
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

}  // namespace rerate
