#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/series/series.h"

namespace rerate {

// What sectors are judged by. Built-in signals are turned so that more is better.
enum class SignalKind : std::uint8_t {
  momentum,  // price(t - skip) / price(t - months) - 1 (Jegadeesh and Titman 1993): 12-1 is months 12, skip 1
  reversal,  // minus the return of the last `months` (Jegadeesh 1990)
  volatility,   // minus the standard deviation of the last `months` returns (n - 1), a year's
  trend,        // price over its mean of the last `months` month-ends, less 1 (Faber 2007)
  own_history,  // figures of each sector against its own expanding past: (x - mean) / sd of all known so far, at least `first`
  figures,      // figures of each sector as they are: revisions, flows, a user's own score
  macro,  // betas of returns relative to the members' mean on changes of drivers, times the newest changes
};

std::string_view to_string(SignalKind kind);  // "own_history"
std::optional<SignalKind> parse_signal_kind(std::string_view text);

struct MacroDriver {
  std::string name, title;
  const Series* level = nullptr;  // monthly; its change over a month is what returns are regressed on
  Place place = {};
};

// The figures of formulas come with it; what it computes is decided by the kind.
struct SignalDefinition {
  std::string name, title;
  SignalKind kind = SignalKind::momentum;
  double sign = 1;    // -1: less is better (applied to all kinds)
  double weight = 1;  // above 0; for SignalWeights::fixed
  int months = 12, skip = 1;
  int first = 36;  // own_history: months of figures before the first z, at least 12
  std::vector<const Series*>
      figures;  // own_history, figures: one a sector, in their order, monthly; null: none
  std::vector<Place> figure_places;  // beside them
  // macro: ridge (regression/rolling_ridge.h) over the last `months`, at least 24 and drivers + 2.
  std::vector<MacroDriver> drivers;
  double penalty = 0.1;
  int change_months =
      3;  // the change expected is that of the last so many months, per month: what is going on goes on
  Place place = {};
};

}  // namespace rerate
