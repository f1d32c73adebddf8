#include "rerate/formula/formula_source.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace rerate {
namespace {

constexpr std::size_t kExcerptColumns = 100;
constexpr std::size_t kShownColumns = 60;

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// One printable string for each character, so that columns can be counted and cut.
std::vector<std::string> columns_of(std::string_view text) {
  std::vector<std::string> columns;
  columns.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto length = character_length(text, at);
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\t' || byte == '\n' || byte == '\r') {
      columns.emplace_back(" ");
    } else if (byte < 0x20 || byte == 0x7F || (byte >= 0x80 && length == 1)) {
      columns.emplace_back("?");
    } else {
      columns.emplace_back(text.substr(at, length));
    }
    at += length;
  }
  return columns;
}

std::string joined(const std::vector<std::string>& columns, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += columns[i];
  return text;
}

}  // namespace

std::size_t character_length(std::string_view text, std::size_t offset) {
  const auto lead = static_cast<unsigned char>(text[offset]);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 1
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 1;
  if (offset + length > text.size()) return 1;
  for (std::size_t i = 1; i < length; ++i)
    if (!is_continuation(text[offset + i])) return 1;
  // Overlong forms, surrogates and code points above U+10FFFF.
  const auto second = length > 1 ? static_cast<unsigned char>(text[offset + 1]) : 0;
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return 1;
  if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return 1;
  return length;
}

FormulaSource::FormulaSource(std::string text, Place origin)
    : text_(std::move(text)), origin_(std::move(origin)) {}

std::string_view FormulaSource::part(Span span) const {
  const auto begin = std::min(span.begin, text_.size());
  const auto end = std::clamp(span.end, begin, text_.size());
  return std::string_view(text_).substr(begin, end - begin);
}

std::string FormulaSource::shown(Span span) const {
  const auto columns = columns_of(part(span));
  if (columns.size() <= kShownColumns) return joined(columns, 0, columns.size());
  const auto half = (kShownColumns - 3) / 2;
  return joined(columns, 0, half) + "..." + joined(columns, columns.size() - half, columns.size());
}

std::string FormulaSource::quoted(Span span) const { return "`" + shown(span) + "`"; }

Place FormulaSource::place_of(std::size_t offset) const {
  Place place = origin_;
  if (place.line <= 0) return place;
  const std::string_view before = std::string_view(text_).substr(0, std::min(offset, text_.size()));
  const auto line_breaks = std::count(before.begin(), before.end(), '\n');
  const auto line_begin = line_breaks == 0 ? 0 : before.rfind('\n') + 1;
  const auto columns = static_cast<int>(columns_of(before.substr(line_begin)).size());
  place.line += static_cast<int>(line_breaks);
  if (line_breaks > 0) {
    place.column = columns + 1;
  } else if (place.column > 0) {
    place.column += columns;
  }
  return place;
}

std::string FormulaSource::excerpt(Span span) const {
  const std::string_view text = text_;
  const auto begin = std::min(span.begin, text.size());
  const auto break_before = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
  const auto line_begin = break_before == std::string_view::npos ? 0 : break_before + 1;
  const auto line_end = std::min(text.find('\n', begin), text.size());
  const auto end = std::clamp(span.end, begin, line_end);

  const auto columns = columns_of(text.substr(line_begin, line_end - line_begin));
  const auto mark = columns_of(text.substr(line_begin, begin - line_begin)).size();
  const auto marked = std::max<std::size_t>(1, columns_of(text.substr(begin, end - begin)).size());

  std::size_t first = 0, last = columns.size();
  if (columns.size() > kExcerptColumns) {
    const auto room = kExcerptColumns - std::min(marked, kExcerptColumns);
    first = std::min(mark - std::min(mark, room / 2), columns.size() - kExcerptColumns);
    last = first + kExcerptColumns;
  }
  const std::string before = first > 0 ? "..." : "", after = last < columns.size() ? "..." : "";
  const auto shown_mark = mark - first;
  const auto carets = std::max<std::size_t>(1, std::min(marked, last > mark ? last - mark : 1));
  return before + joined(columns, first, last) + after + "\n" + std::string(before.size() + shown_mark, ' ') +
         std::string(carets, '^');
}

Failure FormulaSource::failure(Span span, ErrorCode code, std::string what, std::string mend) const {
  return Failure{code, std::move(what), place_of(span.begin), std::move(mend), excerpt(span)};
}

void FormulaSource::refuse(Span span, ErrorCode code, std::string what, std::string mend) const {
  throw UserError(failure(span, code, std::move(what), std::move(mend)));
}

}  // namespace rerate
