#include "rerate/study/scorecard_transform.h"

#include <fmt/format.h>

#include <array>

#include "rerate/base/spelling.h"
#include "rerate/study/toml_dates.h"

namespace rerate {
namespace {

constexpr int kMostMonths = 120;

struct OverMonths {
  std::string_view name, function, words;
};
constexpr std::array<OverMonths, 3> kOverMonths = {
    {{"change_", "diff", "change"}, {"growth_", "pct", "growth"}, {"mean_", "ma", "mean"}}};

[[noreturn]] void refuse_transform(const TomlValue& value, const std::string& text) {
  const std::vector<std::string> known = {"level",      "yoy",       "change_1m",  "change_3m", "change_6m",
                                          "change_12m", "growth_3m", "growth_12m", "mean_3m",   "mean_12m"};
  value.refuse(
      fmt::format("unknown transform `{}`", text.substr(0, 80)),
      did_you_mean(text, known,
                   "Use \"level\", \"yoy\", \"change_12m\", \"growth_3m\" or \"mean_3m\" (of 1 to 120 "
                   "months), or put the transform into the formula."));
}

}  // namespace

ScorecardTransform read_transform(const TomlValue& value) {
  const auto text = value.text();
  if (text == "level") return {};
  if (text == "yoy") return {"yoy(", ")", "yearly growth"};
  for (const auto& one : kOverMonths) {
    if (!text.starts_with(one.name)) continue;
    const auto length = parse_duration(text.substr(one.name.size()));
    const auto months = length ? whole_months(*length) : std::nullopt;
    if (!months || *months < 1 || *months > kMostMonths) refuse_transform(value, text);
    return {fmt::format("{}(", one.function), fmt::format(", {}m)", *months),
            fmt::format("{}-month {}", *months, one.words)};
  }
  refuse_transform(value, text);
}

}  // namespace rerate
