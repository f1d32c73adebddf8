#include "rerate/formula/carrying.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "rerate/base/number_text.h"
#include "rerate/formula/reach.h"

namespace rerate {
namespace {

// One past the last row with a figure.
std::size_t end_of_figures(const Series& x) {
  auto end = x.size();
  while (end > 0 && std::isnan(x.value[end - 1])) --end;
  return end;
}

struct Release {
  std::int32_t ordinal;  // of the period in which the figure became known
  std::size_t row;
};

// In order of becoming known, then of reference period.
std::vector<Release> releases_of(const Series& x) {
  std::vector<Release> releases;
  for (std::size_t row = 0; row < x.size(); ++row) {
    if (std::isnan(x.value[row])) continue;
    const bool dated = x.known_at[row] != kAlwaysKnown;
    releases.push_back({dated ? period_of(x.type.frequency, x.known_at[row]).ordinal : x.ordinal[row], row});
  }
  std::stable_sort(releases.begin(), releases.end(),
                   [](const Release& a, const Release& b) { return a.ordinal < b.ordinal; });
  return releases;
}

}  // namespace

Value evaluate_index(EvaluatedCall& call) {
  const auto& x = call.series(0);
  const auto end = end_of_figures(x);
  auto result = call.empty_result(x.size());
  double level = 100;
  Date known_at = kAlwaysKnown;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (i >= end) {
      if (!result.empty()) result.append(x.ordinal[i], kMissing, kAlwaysKnown);
      continue;
    }
    if (std::isnan(x.value[i])) {
      if (result.empty()) continue;
      call.refuse_value("a return is missing", x.period(i),
                        "an index needs every return: fill(x), or start after the gap");
    }
    if (x.value[i] < -100)
      call.refuse_value(fmt::format("a return of {} percent, below -100,", shortest(x.value[i])), x.period(i),
                        "returns are in percent, and no more than everything can be lost");
    level *= 1 + x.value[i] / 100;
    if (!std::isfinite(level)) call.refuse_overflow(x.period(i));
    known_at = std::max(known_at, x.known_at[i]);
    result.append(x.ordinal[i], level, known_at);
  }
  return Value(std::move(result));
}

Value evaluate_fill(EvaluatedCall& call) {
  const auto& x = call.series(0);
  std::optional<Reach> most;
  if (call.has(1)) most = call.reach(1);
  auto result = call.empty_result(x.size());
  std::size_t last = kNoRow;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isnan(x.value[i])) last = i;
    if (last == kNoRow) continue;
    const bool fresh = !most || within_reach(x, *most, last, i);
    result.append(x.ordinal[i], fresh ? x.value[last] : kMissing, fresh ? x.known_at[last] : kAlwaysKnown);
  }
  return Value(std::move(result));
}

Value evaluate_published(EvaluatedCall& call) {
  const auto& x = call.series(0);
  const auto releases = releases_of(x);
  auto result = call.empty_result(releases.size());
  std::optional<std::size_t> latest;
  for (std::size_t i = 0; i < releases.size(); ++i) {
    if (is_regular(x.type.frequency) && !result.empty())
      for (auto quiet = result.ordinal.back() + 1; quiet < releases[i].ordinal; ++quiet)
        result.append(quiet, x.value[*latest], x.known_at[*latest]);
    latest = latest ? std::max(*latest, releases[i].row) : releases[i].row;
    const bool last_of_period = i + 1 == releases.size() || releases[i + 1].ordinal != releases[i].ordinal;
    if (last_of_period) result.append(releases[i].ordinal, x.value[*latest], x.known_at[*latest]);
  }
  return Value(std::move(result));
}

}  // namespace rerate
