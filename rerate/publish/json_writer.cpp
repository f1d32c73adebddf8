#include "rerate/publish/json_writer.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "rerate/base/error.h"
#include "rerate/base/number_text.h"
#include "rerate/base/utf8.h"

namespace rerate {
namespace {

bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

void append_escaped(std::string& out, char32_t code_point) {
  switch (code_point) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\t': out += "\\t"; return;
    case '\r': out += "\\r"; return;
    default: break;
  }
  if (code_point < 0x20 || code_point == 0x7F || code_point == 0x2028 || code_point == 0x2029)
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(code_point));
  else
    append_utf8(out, code_point);
}

}  // namespace

void JsonWriter::begin(char opening, char closing, Layout layout) {
  before_member();
  // A row stays one row whatever is opened inside it.
  if (!open_.empty() && open_.back().layout == Layout::row) layout = Layout::row;
  out_ += opening;
  open_.push_back({closing, layout});
}

void JsonWriter::end() {
  RERATE_ASSERT(!open_.empty(), "JsonWriter::end without begin");
  const Open closed = open_.back();
  open_.pop_back();
  if (closed.layout == Layout::lines && !closed.empty) new_line();
  out_ += closed.closing;
}

void JsonWriter::key(std::string_view name) {
  before_member();
  quote(name);
  out_ += ": ";
  after_key_ = true;
}

void JsonWriter::value(std::string_view text) {
  before_member();
  quote(text);
}

void JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  before_member();
  out_ += shortest(number);
}

void JsonWriter::value(std::int64_t number) { raw(std::to_string(number)); }
void JsonWriter::value(std::uint64_t number) { raw(std::to_string(number)); }
void JsonWriter::value(bool flag) { raw(flag ? "true" : "false"); }
void JsonWriter::null() { raw("null"); }

void JsonWriter::raw(std::string_view json) {
  before_member();
  out_ += json;
}

std::string JsonWriter::take() {
  RERATE_ASSERT(open_.empty() && !after_key_, "JSON was not finished");
  return std::move(out_);
}

void JsonWriter::before_member() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (open_.empty()) return;
  Open& container = open_.back();
  if (!container.empty) out_ += container.layout == Layout::row ? ", " : ",";
  if (container.layout == Layout::lines) new_line();
  container.empty = false;
}

void JsonWriter::new_line() {
  out_ += '\n';
  out_.append(2 * open_.size(), ' ');
}

void JsonWriter::quote(std::string_view text) {
  out_ += '"';
  for (std::size_t position = 0; position < text.size();) {
    std::size_t end = position;
    while (end < text.size() && is_plain(text[end])) ++end;
    out_.append(text.substr(position, end - position));
    position = end;
    if (position < text.size()) append_escaped(out_, next_code_point(text, position));
  }
  out_ += '"';
}

std::string script_safe(std::string_view json) {
  std::string out;
  out.reserve(json.size() + json.size() / 64);
  for (std::size_t i = 0; i < json.size(); ++i) {
    const bool separator = json.substr(i, 2) == "\xE2\x80" && i + 2 < json.size() &&
                           (json[i + 2] == '\xA8' || json[i + 2] == '\xA9');
    if (separator) {
      out += json[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else if (json[i] == '<') {
      out += "\\u003c";
    } else {
      out += json[i];
    }
  }
  return out;
}

}  // namespace rerate
