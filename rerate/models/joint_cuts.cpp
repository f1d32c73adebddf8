#include "rerate/models/joint_cuts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/elementary.h"

namespace rerate {
namespace {

double percent_of_log(double log_growth) { return 100 * (reproducible_exp(log_growth) - 1); }

// What share of a log distance falls to the multiple.
double share_of_multiple(const FairValueEquations& equations, bool has_growth) {
  if (!has_growth) return 0.5;
  const Vector& today = equations.panel().today;
  const auto& errors = equations.errors();
  // A given standard deviation is an uncertainty of the equation itself, not of its residuals.
  double u = errors.multiple_variance, e = errors.growth_variance;
  if (!is_estimated(equations.multiple())) u = equations.log_multiple_variance(today);
  if (!is_estimated(equations.growth())) e = equations.log_growth_variance(today);
  const double total = u + e + 2 * errors.covariance;
  if (!(u > 0 && e > 0 && total > 0)) return 0.5;
  return std::clamp((u + errors.covariance) / total, 0.0, 1.0);
}

// The finest of 1, 2, 5, 10, ... percent that gives at most `most` steps between.
double round_step(double low, double high, int most) {
  double step = 1;
  for (int i = 0; (high - low) / step > most; ++i) step *= i % 3 == 1 ? 2.5 : 2;
  return step;
}

std::vector<double> round_between(double low, double high, int most) {
  std::vector<double> values;
  const double step = round_step(low, high, most);
  for (double at = (std::floor(low / step) + 1) * step;
       at < high && values.size() <= static_cast<std::size_t>(most); at += step)
    values.push_back(at == 0 ? 0 : at);
  return values;
}

std::string in_words(double growth, double multiple, double today) {
  const double change = 100 * (multiple / today - 1);
  return fmt::format("With growth of {:.0f}% the multiple must {} to {:.2f}, {:.0f}% {} today's.", growth,
                     change < 0 ? "fall" : "rise", multiple, std::fabs(change),
                     change < 0 ? "below" : "above");
}

}  // namespace

JointCuts joint_cuts(const FairValueEquations& equations, double log_multiple, double log_growth,
                     double level) {
  const double start_growth = std::isnan(log_growth) ? 0 : log_growth;
  const double needed = reproducible_log(level) - equations.log_fundamental();  // ln M + ln(1 + g)
  const double distance = needed - log_multiple - start_growth;
  const double share = share_of_multiple(equations, !std::isnan(log_growth));
  JointCuts cuts;
  cuts.multiple = reproducible_exp(log_multiple + share * distance);
  cuts.growth = percent_of_log(start_growth + (1 - share) * distance);

  const double per_multiple = reproducible_exp(needed);  // level over fundamental
  const double growth_alone = percent_of_log(needed - equations.log_multiple_now());
  const double multiple_alone = percent_of_log(start_growth);
  const double low = std::min(growth_alone, multiple_alone), high = std::max(growth_alone, multiple_alone);
  cuts.growths = round_between(low, high, 12);
  cuts.growths.insert(cuts.growths.begin(), low);
  cuts.growths.push_back(high);
  for (const double growth : cuts.growths) cuts.multiples.push_back(per_multiple / (1 + growth / 100));
  const double today = reproducible_exp(equations.log_multiple_now());
  for (const double growth : round_between(low, high, 4))
    cuts.words.push_back(in_words(growth, per_multiple / (1 + growth / 100), today));
  return cuts;
}

}  // namespace rerate
