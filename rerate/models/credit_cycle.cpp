#include "rerate/models/credit_cycle.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/statistics/order_statistics.h"

namespace rerate {
namespace {

constexpr int kWindow = 6, kPhase = 6, kCycle = 15;  // months

int observations_a_month(Frequency frequency) {
  return frequency == Frequency::daily ? 21 : frequency == Frequency::weekly ? 4 : 1;
}

std::size_t lowest(const SpreadHistory& history, std::size_t from, std::size_t to) {
  const auto begin = history.value.begin() + static_cast<std::ptrdiff_t>(from);
  const auto end = history.value.begin() + static_cast<std::ptrdiff_t>(to) + 1;
  return static_cast<std::size_t>(std::min_element(begin, end) - history.value.begin());
}

// NaN for a crest that nothing before it lies below: a plateau from the first figure on.
double given_back(const SpreadHistory& history, const SpreadCrest& crest, double to) {
  const double climb = crest.value - history.value[crest.low_before];
  return climb > 0 ? 100 * (crest.value - to) / climb : std::numeric_limits<double>::quiet_NaN();
}

int whole_months(Date from, Date to, Frequency frequency) {
  const int months = period_of(Frequency::monthly, to).ordinal - period_of(Frequency::monthly, from).ordinal;
  return !is_regular(frequency) && add_months(from, months) > to ? months - 1 : months;
}

CreditCycle::Position position(const SpreadHistory& history, const SpreadCrest& crest) {
  const double now = history.value.back();
  return {whole_months(history.day[crest.at], history.day.back(), history.frequency),
          given_back(history, crest, now), now - history.value[crest.low_after]};
}

}  // namespace

CreditCycle credit_cycle(const Series& series, const SpreadHistory& history, const TurningPointRule& rule,
                         const Place& place) {
  RERATE_ASSERT(rule.side == Side::above, "a credit cycle is told by crests");
  CreditCycle cycle;
  for (const auto& episode : find_episodes(series, rule, place)) {
    const auto found =
        std::lower_bound(history.ordinal.begin(), history.ordinal.end(), series.ordinal[episode.extreme]);
    SpreadCrest crest;
    crest.at = static_cast<std::size_t>(found - history.ordinal.begin());
    crest.value = episode.extreme_value;
    crest.low_before = lowest(history, cycle.crests.empty() ? 0 : cycle.crests.back().at, crest.at);
    cycle.crests.push_back(crest);
  }
  for (std::size_t i = 0; i < cycle.crests.size(); ++i) {
    auto& crest = cycle.crests[i];
    const bool last = i + 1 == cycle.crests.size();
    crest.low_after = lowest(history, crest.at, last ? history.size() - 1 : cycle.crests[i + 1].at);
    crest.given_back = given_back(history, crest, history.value[crest.low_after]);
  }
  if (!cycle.crests.empty()) cycle.now = position(history, cycle.crests.back());
  return cycle;
}

TurningPointRule usual_crest_rule(const SpreadHistory& history) {
  TurningPointRule rule;
  const int a_month = observations_a_month(history.frequency);
  rule.window = kWindow * a_month;
  rule.phase = kPhase * a_month;
  rule.cycle = kCycle * a_month;
  const double middle = median(history.value);
  std::vector<double> distances;
  for (const double value : history.value) distances.push_back(std::fabs(value - middle));
  const double amplitude = std::floor(148.26 * median(std::move(distances)) + 0.5) / 100;
  if (amplitude > 0) rule.amplitude = amplitude;
  return rule;
}

}  // namespace rerate
