#include "rerate/sources/csv_reader.h"

#include <fmt/format.h>

#include <limits>
#include <memory>

#include "rerate/base/file.h"

namespace rerate {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 16;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Places stop counting where an int does; the file is refused for other reasons long before.
void count_up(int& number) {
  if (number < std::numeric_limits<int>::max()) ++number;
}

bool continues_character(unsigned char byte) { return (byte & 0xC0) == 0x80; }

}  // namespace

ByteSource file_bytes(const std::filesystem::path& path) {
  auto file = std::make_shared<FileStream>(path);
  return [file](std::span<char> buffer) { return file->read(buffer); };
}

ByteSource text_bytes(std::string_view text) {
  return [text](std::span<char> buffer) mutable {
    const auto count = text.copy(buffer.data(), buffer.size());
    text.remove_prefix(count);
    return count;
  };
}

CsvReader::CsvReader(std::string file, ByteSource source)
    : file_(std::move(file)), source_(std::move(source)), buffer_(kChunk) {
  skip_byte_order_mark();
}

int CsvReader::peek() {
  if (position_ == filled_) {
    position_ = 0;
    filled_ = source_(buffer_);
    if (filled_ == 0) return -1;
  }
  return static_cast<unsigned char>(buffer_[position_]);
}

void CsvReader::advance() {
  const auto byte = static_cast<unsigned char>(buffer_[position_++]);
  if (byte == '\n') {
    count_up(line_);
    column_ = 1;
  } else if (!continues_character(byte)) {
    count_up(column_);
  }
}

void CsvReader::skip_byte_order_mark() {
  while (filled_ < kByteOrderMark.size()) {
    const auto count = source_(std::span(buffer_).subspan(filled_));
    if (count == 0) break;
    filled_ += count;
  }
  const std::string_view start(buffer_.data(), filled_);
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))
    refuse(ErrorCode::not_text, "the file starts like UTF-16 text", {}, Place{file_});
  if (start.starts_with(kByteOrderMark)) position_ = kByteOrderMark.size();
}

// Blank lines are nothing at the end of a file and a mistake between rows; true when a row follows.
bool CsvReader::skip_blank_lines() {
  const Place first_blank = here();
  bool blank = false;
  for (int byte = peek(); byte == '\n' || byte == '\r'; byte = peek()) {
    advance();
    if (byte == '\r' && peek() != '\n' && peek() != -1)
      refuse(ErrorCode::csv_row, "a carriage return without a line feed", "End lines with LF or CRLF.",
             here());
    blank = true;
  }
  if (peek() == -1) return false;
  if (blank) refuse(ErrorCode::csv_row, "a blank line before a row", "Remove the blank line.", first_blank);
  return true;
}

bool CsvReader::next() {
  cells_.clear();
  if (!skip_blank_lines()) return false;
  read_row();
  finish_cells();
  return true;
}

void CsvReader::read_row() {
  text_.clear();
  marks_.clear();
  row_bytes_ = 0;
  row_start_ = here();
  begin_cell();
  for (int byte = peek(); byte != -1; byte = peek()) {
    if (++row_bytes_ > kLongestRow)
      refuse(ErrorCode::line_too_long, fmt::format("the row is longer than {} bytes", kLongestRow), {},
             row_start_);
    const auto step = take(static_cast<unsigned char>(byte));
    if (step == Step::row_done) return;
  }
  if (state_ == State::quoted)
    refuse(ErrorCode::csv_row, "a quote is opened and never closed", "Close it with another \".",
           quote_start_);
}

CsvReader::Step CsvReader::take(unsigned char byte) {
  check_character(byte);
  if (byte == '"') {
    take_quote();
    return Step::more;
  }
  if (state_ == State::quoted) {
    text_ += static_cast<char>(byte);
    advance();
    return Step::more;
  }
  if (byte == '\n' || byte == '\r') return end_line(byte);
  return take_in_cell(byte);
}

CsvReader::Step CsvReader::take_in_cell(unsigned char byte) {
  if (byte == ',') {
    advance();
    begin_cell();
    return Step::more;
  }
  if (state_ == State::after_quote)
    refuse(ErrorCode::csv_row, "characters after a closing quote",
           "Put the whole cell in quotes, or none of it.", here());
  state_ = State::plain;
  text_ += static_cast<char>(byte);
  advance();
  return Step::more;
}

void CsvReader::take_quote() {
  switch (state_) {
    case State::plain:
      refuse(ErrorCode::csv_row, "a quote inside a cell that does not start with one",
             "Put the whole cell in quotes and write \"\" for a quote.", here());
    case State::cell_start:
      state_ = State::quoted;
      quote_start_ = here();
      break;
    case State::quoted: state_ = State::after_quote; break;
    case State::after_quote:  // a doubled quote stands for one
      text_ += '"';
      state_ = State::quoted;
      break;
  }
  advance();
}

CsvReader::Step CsvReader::end_line(unsigned char byte) {
  const Place place = here();
  advance();
  if (byte == '\n') return Step::row_done;
  if (peek() == '\n')
    advance();
  else if (peek() != -1)
    refuse(ErrorCode::csv_row, "a carriage return without a line feed", "End lines with LF or CRLF.", place);
  return Step::row_done;
}

void CsvReader::check_character(unsigned char byte) const {
  const bool control = byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
  if (control || byte == 0x7F)
    refuse(ErrorCode::not_text, fmt::format("a control character (0x{:02x})", byte), {}, here());
}

void CsvReader::begin_cell() {
  state_ = State::cell_start;
  marks_.push_back({text_.size(), line_, column_});
}

void CsvReader::finish_cells() {
  const std::string_view all = text_;
  for (std::size_t i = 0; i < marks_.size(); ++i) {
    const auto end = i + 1 < marks_.size() ? marks_[i + 1].text_start : all.size();
    const auto start = marks_[i].text_start;
    cells_.push_back({all.substr(start, end - start), marks_[i].line, marks_[i].column});
  }
}

std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 40;
  std::string result;
  for (const char c : text.substr(0, kMost)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F)
      result += c;
    else
      result += fmt::format("\\x{:02x}", byte);
  }
  return text.size() > kMost ? result + "..." : result;
}

}  // namespace rerate
