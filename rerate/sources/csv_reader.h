#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/base/error.h"

namespace rerate {

// One cell as text, quotes removed, and where its first character stands (line and column from 1; a
// column is a character, not a byte).
struct CsvCell {
  std::string_view text;
  int line;
  int column;
};

// Delivers the bytes of a table piece by piece: the number put into the buffer, 0 at the end.
using ByteSource = std::function<std::size_t(std::span<char>)>;
ByteSource file_bytes(const std::filesystem::path& path);
ByteSource text_bytes(std::string_view text);  // `text` must outlive the source

// Comma-separated values as of RFC 4180, streamed: memory is one row, whatever the size of the file.
// Lines end in LF or CRLF, a UTF-8 byte order mark and blank lines at the end are skipped.
//
//   CsvReader rows("rates.csv", file_bytes("rates.csv"));
//   while (rows.next()) use(rows.cells());
//
// Throws UserError with line and column:
//   line_too_long   a row over 1 MiB, before more of it is read
//   not_text        NUL and other control characters, UTF-16
//   csv_row         quotes out of place or never closed, a blank line between rows, a lone CR
class CsvReader {
 public:
  static constexpr std::size_t kLongestRow = std::size_t{1} << 20;

  CsvReader(std::string file, ByteSource source);

  // Moves to the next row; false at the end. The cells are valid until the next call.
  bool next();
  std::span<const CsvCell> cells() const { return cells_; }
  const std::string& file() const { return file_; }

 private:
  enum class State { cell_start, plain, quoted, after_quote };
  enum class Step { more, row_done };

  struct Mark {
    std::size_t text_start;
    int line;
    int column;
  };

  int peek();  // next byte, or -1 at the end
  void advance();
  bool skip_blank_lines();
  void read_row();
  Step take(unsigned char byte);
  Step take_in_cell(unsigned char byte);
  void take_quote();
  Step end_line(unsigned char byte);
  void begin_cell();
  void finish_cells();
  void skip_byte_order_mark();
  void check_character(unsigned char byte) const;
  Place here() const { return {file_, line_, column_}; }

  std::string file_;
  ByteSource source_;
  std::vector<char> buffer_;
  std::size_t position_ = 0, filled_ = 0;
  int line_ = 1, column_ = 1;

  State state_ = State::cell_start;
  std::size_t row_bytes_ = 0;
  Place row_start_, quote_start_;
  std::string text_;  // the row's cells one after another
  std::vector<Mark> marks_;
  std::vector<CsvCell> cells_;
};

// A text from a file as it may be shown in a message: at most 40 characters, bytes that are no
// printable ASCII as \xNN.
std::string shown(std::string_view text);

}  // namespace rerate
