#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rerate {

// A picture of dots for a terminal. With Unicode a character holds two columns of four dots (braille), else one '*'.
// Dots are counted from the left and from the top; they must be inside.
class TerminalCanvas {
 public:
  TerminalCanvas(int columns, int rows, bool unicode);

  int width() const { return width_; }    // in dots
  int height() const { return height_; }  // in dots
  void dot(int x, int y);
  // A line of dots (Bresenham); with `gap` only every so many of them.
  void stroke(int x, int y, int to_x, int to_y, int gap = 1);
  // A character in the place of whatever dots there are; column and row of a character.
  void put(int column, int row, std::string_view character);

  std::string row(int index) const;  // without blanks at its end

 private:
  std::size_t cell(int column, int row) const;

  int columns_, across_, down_;
  bool braille_;
  int width_ = 0, height_ = 0;
  std::vector<unsigned char> dots_;
  std::vector<std::string> characters_;
};

}  // namespace rerate
