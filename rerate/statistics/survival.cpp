#include "rerate/statistics/survival.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr int least_events = 5;

void check(std::span<const double> duration, const std::vector<bool>& observed, double level) {
  RERATE_ASSERT(duration.size() == observed.size(), "each spell ended or not");
  for (std::size_t i = 0; i < duration.size(); ++i) {
    if (!std::isfinite(duration[i]))
      refuse(ErrorCode::regression_not_finite,
             fmt::format("the durations have a missing or infinite figure: row {} of {}", i + 1,
                         duration.size()));
    if (duration[i] < 0)
      refuse(ErrorCode::regression_settings,
             fmt::format("durations must not be negative: row {} of {} has {}", i + 1, duration.size(),
                         duration[i]));
  }
  if (!(level > 0 && level < 1))
    refuse(ErrorCode::regression_settings, fmt::format("the level ({}) must lie between 0 and 1", level));
  const auto events = std::count(observed.begin(), observed.end(), true);
  if (events < least_events)
    refuse(ErrorCode::regression_too_few,
           fmt::format("a survival curve needs at least {} spells that have ended: {} of {} have",
                       least_events, events, duration.size()),
           "Use a longer sample, or show the list of spells instead of a curve.");
}

struct Spell {
  double duration;
  bool observed;
};

// Rising; at equal durations those that ended come first: the others were at risk then.
std::vector<Spell> ordered(std::span<const double> duration, const std::vector<bool>& observed) {
  std::vector<Spell> spells;
  spells.reserve(duration.size());
  for (std::size_t i = 0; i < duration.size(); ++i) spells.push_back({duration[i], observed[i]});
  std::sort(spells.begin(), spells.end(), [](const Spell& a, const Spell& b) {
    return a.duration != b.duration ? a.duration < b.duration : a.observed > b.observed;
  });
  return spells;
}

// S and the error of ln S are known; the band is S^exp(-/+ z error / ln S).
void set_band(SurvivalStep& step, double log_error, double z) {
  if (step.survival == 0) {
    step.std_error = step.low = step.high = not_a_number;
    return;
  }
  step.std_error = step.survival * log_error;
  const double log_survival = reproducible_log(step.survival);
  const double factor = reproducible_exp(z * log_error / std::fabs(log_survival));
  step.low = reproducible_exp(log_survival * factor);
  step.high = reproducible_exp(log_survival / factor);
}

double first_at_half(const SurvivalCurve& curve, double SurvivalStep::*share) {
  for (const auto& step : curve.steps)
    if (step.*share <= 0.5 + 1e-12) return step.time;  // false for NaN; 1/2 may come out a rounding above it
  return not_a_number;
}

void set_steps(SurvivalCurve& curve, const std::vector<Spell>& spells, double z) {
  double survival = 1, log_variance = 0;
  int censored = 0;
  for (std::size_t i = 0; i < spells.size();) {
    if (!spells[i].observed) {
      ++censored;
      ++i;
      continue;
    }
    SurvivalStep step{.time = spells[i].duration, .at_risk = static_cast<int>(spells.size() - i)};
    for (; i < spells.size() && spells[i].observed && spells[i].duration == step.time; ++i) ++step.events;
    step.censored = std::exchange(censored, 0);
    const double risk = step.at_risk, left = risk - step.events;
    survival *= left / risk;
    log_variance += step.events / (risk * left);  // infinite when nobody is left, and then not used
    step.survival = survival;
    set_band(step, std::sqrt(log_variance), z);
    curve.steps.push_back(step);
  }
}

}  // namespace

SurvivalCurve kaplan_meier(std::span<const double> duration, const std::vector<bool>& observed,
                           double level) {
  check(duration, observed, level);
  SurvivalCurve curve;
  curve.n = static_cast<int>(duration.size());
  curve.events = static_cast<int>(std::count(observed.begin(), observed.end(), true));
  curve.censored = curve.n - curve.events;
  set_steps(curve, ordered(duration, observed), normal_quantile((1 + level) / 2));
  curve.median = first_at_half(curve, &SurvivalStep::survival);
  curve.median_low = first_at_half(curve, &SurvivalStep::low);
  curve.median_high = first_at_half(curve, &SurvivalStep::high);
  return curve;
}

}  // namespace rerate
