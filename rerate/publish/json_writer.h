#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rerate {

// Writes JSON front to back: keys in the order written, doubles as the shortest text that reads back as
// the same bits, NaN and infinities as null, text always valid UTF-8. Containers opened with
// Layout::lines put each member on a line of its own, Layout::row keeps everything on one.
//
//   JsonWriter json;
//   json.begin_object();
//   json.key("row"); json.begin_array(Layout::row); json.value(1.5); json.null(); json.end();
//   json.end();
//   json.take()  // {\n  "row": [1.5, null]\n}
class JsonWriter {
 public:
  enum class Layout : std::uint8_t { lines, row };

  void begin_object(Layout layout = Layout::lines) { begin('{', '}', layout); }
  void begin_array(Layout layout = Layout::lines) { begin('[', ']', layout); }
  void end();
  void key(std::string_view name);

  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(double number);
  void value(std::int64_t number);
  void value(std::uint64_t number);
  void value(bool flag);
  void null();
  // Text that is JSON already; its inner lines are not indented again.
  void raw(std::string_view json);

  template <class T>
  void member(std::string_view name, const T& content) {
    key(name);
    value(content);
  }

  // The finished text. Every container must be closed.
  std::string take();

 private:
  struct Open {
    char closing;
    Layout layout;
    bool empty = true;
  };
  void begin(char opening, char closing, Layout layout);
  void before_member();
  void new_line();
  void quote(std::string_view text);

  std::string out_;
  std::vector<Open> open_;
  bool after_key_ = false;
};

// The same JSON, fit to stand inside an HTML <script>: no '<' and no U+2028 or U+2029 is left as such.
std::string script_safe(std::string_view json);

}  // namespace rerate
