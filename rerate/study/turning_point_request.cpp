#include "rerate/study/turning_point_request.h"

#include <fmt/format.h>

namespace rerate {

int read_count(const TomlTable& table, std::string_view key, int otherwise) {
  const auto value = table.find(key);
  if (!value) return otherwise;
  const auto count = value->integer();
  if (count < 1 || count > 100000)
    value->refuse(fmt::format("`{}` must be between 1 and 100000, not {}", key, count));
  return static_cast<int>(count);
}

Tie read_tie(const TomlTable& table) {
  return table.choice("tie", {"first", "last"}).value_or("first") == "last" ? Tie::last : Tie::first;
}

TurningPointRule read_turning_point(const TomlTable& rule, const TomlTable& ties, Side side) {
  TurningPointRule read;
  read.side = side;
  read.window = read_count(rule, "window", read.window);
  read.phase = read_count(rule, "phase", read.phase);
  read.cycle = read_count(rule, "cycle", read.cycle);
  read.level = rule.number("level");
  read.amplitude = rule.number("amplitude");
  read.tie = read_tie(ties);
  rule.finish("a crest or trough rule");
  return read;
}

}  // namespace rerate
