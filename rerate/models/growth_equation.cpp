#include "rerate/models/growth_equation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/models/estimation_sample.h"
#include "rerate/models/estimation_words.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kHarmfulCondition = 30;
constexpr double kEvidence = 0.10;

GrowthErrors chosen_errors(const FairValuePanel& panel, Index horizon, const GrowthSettings& settings) {
  if (horizon < 1)
    refuse(ErrorCode::regression_settings,
           fmt::format("the horizon must be at least one period, but is {}", horizon), {}, panel.place);
  const bool ahead = settings.timing == GrowthTiming::ahead;
  if (!settings.errors) return ahead ? GrowthErrors::hodrick : GrowthErrors::ewc;
  if (*settings.errors == GrowthErrors::hodrick && !ahead)
    refuse(ErrorCode::regression_settings,
           "Hodrick's errors are for forecasts, but the drivers are of the same stretch as the growth",
           "Take `errors = \"ewc\"` or \"newey_west\", or `timing = \"ahead\"`.", panel.place);
  return *settings.errors;
}

struct GrowthSample {
  EstimationSample rows;
  Vector log_fundamental;          // T, 100 ln S
  std::vector<double> one_period;  // T, r_t; 0 in row 0
  Design design;                   // T rows: constant and drivers
};

GrowthSample growth_sample(const FairValuePanel& panel, const std::vector<Index>& drivers, Index horizon) {
  GrowthSample sample;
  const auto count = static_cast<Index>(drivers.size());
  sample.rows = estimation_sample(panel, PanelVariable::fundamental, drivers,
                                  std::max(least_rows(panel.frequency, count), horizon) + horizon);
  const auto& stretch = sample.rows.stretch;
  const Index n = stretch.rows();
  const Vector fundamental = panel.fundamental.segment(stretch.first, n);
  check_varies(panel, stretch, fundamental, panel.fundamental_name, panel.place);
  sample.log_fundamental.resize(n);
  for (Index t = 0; t < n; ++t)  // yearly figures come twelve times
    sample.log_fundamental[t] = t > 0 && fundamental[t] == fundamental[t - 1]
                                    ? sample.log_fundamental[t - 1]
                                    : 100 * reproducible_log(fundamental[t]);
  sample.one_period.assign(static_cast<std::size_t>(n), 0.0);
  for (Index t = 1; t < n; ++t)
    sample.one_period[static_cast<std::size_t>(t)] =
        sample.log_fundamental[t] - sample.log_fundamental[t - 1];
  sample.design = constant_design(n);
  for (const Index driver : drivers) {
    const auto at = static_cast<std::size_t>(driver);
    const Vector column = panel.drivers.col(driver).segment(stretch.first, n);
    check_varies(panel, stretch, column, panel.names[at], panel.places[at]);
    sample.design.append(panel.names[at], column);
  }
  return sample;
}

// An estimate with its errors, the chosen one first.
struct Estimates {
  OlsFit fit;
  std::vector<std::pair<GrowthErrors, Covariance>> errors;
};

Estimates ahead(const GrowthSample& sample, Index horizon, GrowthEquation& equation) {
  equation.fit = long_horizon_regression(sample.design, sample.one_period, horizon);
  const auto& found = *equation.fit;
  return {found.fit,
          {{GrowthErrors::hodrick, found.hodrick},
           {GrowthErrors::newey_west, found.newey_west},
           {GrowthErrors::ewc, found.ewc}}};
}

// Bartlett with 1.3 sqrt(n) and fixed-b critical values (Lazarus et al. 2018) keeps its size better than h - 1 lags do
// (domain.md 4); on short samples, where that is less than the overlap, h - 1 lags.
CovarianceSettings newey_west_for(Index n, Index horizon) {
  CovarianceSettings settings{
      .kind = CovarianceKind::hac, .kernel = Kernel::bartlett, .rule = BandwidthRule::lazarus};
  if (1.3 * std::sqrt(static_cast<double>(n)) >= static_cast<double>(horizon)) return settings;
  settings.rule = BandwidthRule::given;
  settings.bandwidth = static_cast<double>(std::min(horizon, n));
  return settings;
}

Estimates meanwhile(const GrowthSample& sample, Index horizon) {
  const Index n = sample.design.rows() - horizon;
  Design design = sample.design;
  design.x = sample.design.x.bottomRows(n).eval();
  const Vector y = sample.log_fundamental.tail(n) - sample.log_fundamental.head(n);
  const auto fit = ols(y, design);
  return {fit,
          {{GrowthErrors::ewc, covariance(design, fit, {.kind = CovarianceKind::ewc})},
           {GrowthErrors::newey_west, covariance(design, fit, newey_west_for(n, horizon))}}};
}

void put_tables(const FairValuePanel& panel, const Estimates& estimates, GrowthErrors chosen,
                GrowthEquation& equation) {
  const auto period =
      equation.horizon == 1 ? one_period_in_words(panel.frequency) : periods_in_words(panel.frequency);
  for (const auto& [kind, errors] : estimates.errors) {
    auto table = regression_table(estimates.fit, errors);
    table.title = fmt::format("Growth equation, OLS on {}", equation.timing == GrowthTiming::ahead
                                                                ? "drivers known at the start"
                                                                : "drivers of the same stretch");
    table.dependent =
        fmt::format("growth of {} over {} {}, log percent", panel.fundamental_name, equation.horizon, period);
    if (kind == chosen) {
      equation.table = std::move(table);
      equation.covariance = errors.matrix;
    } else {
      equation.others.push_back(std::move(table));
    }
  }
}

// Allowing for the best of several (Bonferroni).
std::string evidence_in_words(const GrowthEquation& equation) {
  if (equation.drivers.empty()) return "Growth has no drivers: the equation is its mean.";
  const auto& terms = equation.table.terms;
  const auto best =
      std::min_element(terms.begin() + 1, terms.end(), [](auto& a, auto& b) { return a.p < b.p; });
  const bool is_forecast = equation.timing == GrowthTiming::ahead;
  const auto drivers = static_cast<double>(equation.drivers.size());
  const auto among = drivers > 1 ? fmt::format(", of {}", drivers) : "";
  if (drivers * best->p <= kEvidence)
    return fmt::format("{} growth best: `{}` ({}{}; {}).", is_forecast ? "What forecasts" : "What goes with",
                       best->name, probability_in_words(best->p), among, equation.table.errors);
  return fmt::format(
      "No driver {} growth at 10%: the least p-value is {:.2f} (`{}`{}; {}). The equation says little more "
      "than the mean.",
      is_forecast ? "forecasts" : "goes with", best->p, best->name, among, equation.table.errors);
}

std::string overlap_in_words(const FairValuePanel& panel, const GrowthEquation& equation) {
  const Index n = equation.last - equation.first + 1;
  if (equation.horizon == 1) return {};
  const double apart = static_cast<double>(n) / static_cast<double>(equation.horizon);
  return fmt::format("{} overlapping stretches of {} {} hold {:.0f} that do not overlap.{}", n,
                     equation.horizon, periods_in_words(panel.frequency), std::floor(apart),
                     apart < 10 ? " That is few: errors of any kind are rough." : "");
}

// A book value that is carried from one report to the next is no news in between.
std::string carrying_in_words(const FairValuePanel& panel, const GrowthSample& sample) {
  Index changes = 0;
  for (const double growth : sample.one_period) changes += growth != 0;
  const auto n = static_cast<double>(sample.one_period.size() - 1);
  if (2 * static_cast<double>(changes) > n) return {};
  return fmt::format(
      "`{}` changes in {} of {} {} and is carried in between: its growth says as much as {} figures do.",
      panel.fundamental_name, changes, sample.one_period.size() - 1, periods_in_words(panel.frequency),
      changes);
}

std::vector<std::string> growth_in_words(const FairValuePanel& panel, const GrowthSample& sample,
                                         const GrowthEquation& equation) {
  std::vector<std::string> words;
  const auto say = [&](std::string sentence) {
    if (!sentence.empty()) words.push_back(std::move(sentence));
  };
  say(evidence_in_words(equation));
  say(overlap_in_words(panel, equation));
  say(carrying_in_words(panel, sample));
  if (equation.table.condition_number >= kHarmfulCondition)
    say(fmt::format(
        "The drivers are close to collinear (condition number {:.0f}): their sum is better known than each.",
        equation.table.condition_number));
  say(sample.rows.left_out);
  return words;
}

GrowthEquation estimate(const FairValuePanel& panel, const std::vector<Index>& drivers, Index horizon,
                        GrowthTiming timing, GrowthErrors chosen) {
  const auto sample = growth_sample(panel, drivers, horizon);
  GrowthEquation equation;
  equation.drivers = drivers;
  equation.horizon = horizon;
  equation.timing = timing;
  const auto estimates =
      timing == GrowthTiming::ahead ? ahead(sample, horizon, equation) : meanwhile(sample, horizon);
  const auto& fit = estimates.fit;
  equation.constant = fit.coefficients[0];
  equation.coefficients = fit.coefficients.tail(fit.k - 1);
  equation.residual_sd = fit.sigma;
  equation.first = sample.rows.stretch.first;
  equation.last = equation.first + fit.n - 1;
  equation.fitted = equation.residual = Vector::Constant(panel.rows(), kMissing);
  equation.fitted.segment(equation.first, fit.n) = fit.fitted;
  equation.residual.segment(equation.first, fit.n) = fit.residuals;
  put_tables(panel, estimates, chosen, equation);
  equation.words = growth_in_words(panel, sample, equation);
  return equation;
}

}  // namespace

double GrowthEquation::growth(const Vector& z) const {
  return 100 * (reproducible_exp(log_growth(z) / 100) - 1);
}

GrowthEquation estimate_growth(const FairValuePanel& panel, const std::vector<Index>& drivers, Index horizon,
                               const GrowthSettings& settings) {
  const auto chosen = chosen_errors(panel, horizon, settings);
  return at_place(panel.place, [&] { return estimate(panel, drivers, horizon, settings.timing, chosen); });
}

}  // namespace rerate
