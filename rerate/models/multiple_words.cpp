#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "rerate/models/estimation_words.h"
#include "rerate/models/multiple_diagnostics.h"

namespace rerate {
namespace {

constexpr double kHarmfulCondition = 30;
constexpr double kWeak = 0.10;

std::string in_percent(double share) { return fmt::format("{:.3g}%", 100 * share); }

// "(Engle-Granger p = 0.43, Johansen p = 0.21)"
std::string evidence(const MultipleDiagnostics& diagnostics) {
  std::vector<std::string> tests;
  if (diagnostics.engle_granger)
    tests.push_back("Engle-Granger " + probability_in_words(diagnostics.engle_granger->p));
  if (diagnostics.johansen) {
    const Index rank = diagnostics.johansen_rank_of_drivers;
    if (rank < diagnostics.johansen->trace_p.size())
      tests.push_back("Johansen " + probability_in_words(diagnostics.johansen->trace_p[rank]));
  }
  return tests.empty() ? "no test could be made" : fmt::format("{}", fmt::join(tests, ", "));
}

std::string form_in_words(const MultipleSettings& settings, const MultipleEquation& equation, double r2) {
  const auto& found = equation.diagnostics;
  const auto level = in_percent(settings.cointegration_level);
  const auto tests = evidence(found);
  const bool asked = settings.form != MultipleFormChoice::automatic;
  const bool levels = equation.form == MultipleForm::levels;
  if (found.cointegrated)
    return fmt::format("Cointegrated at {} ({}): {}.", level, tests,
                       levels ? "the multiple is explained in levels"
                              : "levels could be used; the study asks for differences");
  if (levels && !asked)
    return fmt::format(
        "No cointegration at {} ({}), but ln M is itself stationary and needs none: levels are used.", level,
        tests);
  return fmt::format("No cointegration at {} ({}): the R2 of the levels ({:.2f}) is not evidence; {}.", level,
                     tests, r2,
                     levels  ? "levels are used all the same, as the study asks"
                     : asked ? "differences are used, as the study asks"
                             : "differences are used");
}

std::string stationarity_in_words(const MultipleDiagnostics& found) {
  if (!found.stationary) return {};
  return fmt::format(
      "ln M is already stationary: a unit root is rejected (ADF {}) and stationarity is not (KPSS p {} "
      "{:.2f}).",
      probability_in_words(found.unit_roots[0].p), found.unit_roots[1].p >= 0.1 ? ">=" : "=",
      found.unit_roots[1].p);
}

// A rank that the drivers have without ln M ties them to each other.
std::string rank_in_words(const MultipleDiagnostics& found) {
  if (!found.johansen || found.johansen_rank == 0 || found.johansen_rank_of_drivers == 0) return {};
  if (found.johansen_rank > found.johansen_rank_of_drivers)
    return fmt::format("Johansen's rank is {} with ln M and {} without it.", found.johansen_rank,
                       found.johansen_rank_of_drivers);
  return fmt::format(
      "Johansen's rank is {} with ln M and {} without it: it ties the drivers to each other, not the "
      "multiple to them.",
      found.johansen_rank, found.johansen_rank_of_drivers);
}

std::string spurious_in_words(const MultipleEquation& equation, const OlsFit& levels) {
  if (!(levels.durbin_watson < levels.r2)) return {};
  const auto sign = fmt::format(
      "Durbin-Watson of the levels ({:.2f}) is below their R2 ({:.2f}), the sign of a "
      "spurious regression (Granger and Newbold 1974)",
      levels.durbin_watson, levels.r2);
  if (equation.form == MultipleForm::levels && equation.diagnostics.cointegrated)
    return sign + ": the case for levels rests on the cointegration tests.";
  return sign + ".";
}

std::string speed_in_words(const MultipleEquation& equation, Frequency frequency) {
  if (!equation.correction) return {};
  const auto& found = *equation.correction;
  const auto period = one_period_in_words(frequency);
  if (!(found.speed > 1.645 * found.speed_std_error))
    return fmt::format(
        "Gaps are not seen to close: the error-correction speed, {:.3f} a {} (standard error {:.3f}), is "
        "not above zero.",
        found.speed, period, found.speed_std_error);
  if (found.speed >= 1)
    return fmt::format("Gaps close within a {} (error-correction speed {:.2f}, standard error {:.2f}).",
                       period, found.speed, found.speed_std_error);
  return fmt::format(
      "Of a gap {} closes each {}, half of it in {:.1f} {} (error-correction speed {:.3f}, standard error "
      "{:.3f}).",
      in_percent(found.speed), period, found.half_life, periods_in_words(frequency), found.speed,
      found.speed_std_error);
}

// Allowing for the best of several.
std::string strength_in_words(const MultipleSample& sample, const RegressionTable& table) {
  const auto drivers = static_cast<double>(table.terms.size() - 1);
  const auto best = std::min_element(table.terms.begin() + 1, table.terms.end(),
                                     [](auto& a, auto& b) { return a.p < b.p; });
  if (!(drivers * best->p > kWeak)) return {};
  const auto& title = sample.titles.at(static_cast<std::size_t>(best - table.terms.begin() - 1));
  return fmt::format(
      "No driver's coefficient is told from zero at {} (least {}, {}{}): what drivers say of the multiple "
      "is weak.",
      in_percent(kWeak), probability_in_words(best->p), title,
      drivers > 1 ? fmt::format(", of {}", drivers) : "");
}

std::string breaks_in_words(const MultipleEquation& equation, double level, double durbin_watson) {
  const auto& found = equation.diagnostics;
  if (!found.breaks) return {};
  if (found.break_periods.empty()) return "No break in the coefficients (Bai-Perron, least BIC).";
  std::vector<std::string> dates;
  for (const auto& one : found.break_periods)
    dates.push_back(one.has_interval ? fmt::format("{} ({} to {})", to_string(one.at), to_string(one.low),
                                                   to_string(one.high))
                                     : fmt::format("{} (no interval)", to_string(one.at)));
  const bool persistent = equation.form == MultipleForm::levels && durbin_watson < 1;
  return fmt::format("The coefficients break {} (Bai-Perron, least BIC, {} intervals): after {}.{}",
                     dates.size() == 1 ? "once" : fmt::format("{} times", dates.size()), in_percent(level),
                     fmt::join(dates, ", "),
                     persistent ? " With errors as persistent as these fewer may be real." : "");
}

std::string sup_f_in_words(const FairValuePanel& panel, const MultipleDiagnostics& found) {
  if (!found.sup_f || std::isnan(found.sup_f->p)) return {};
  const auto at = to_string(panel.period(found.first_regression_row + found.sup_f->row));
  return fmt::format("One break at an unknown date: sup-F {:.1f} ({}), largest at {}.",
                     found.sup_f->statistic, probability_in_words(found.sup_f->p), at);
}

void say_flips(const FairValuePanel& panel, const MultipleSample& sample, const MultipleEquation& equation,
               std::vector<std::string>& words) {
  const auto& paths = equation.stability.coefficients;
  for (Index i = 0; i < static_cast<Index>(sample.names.size()); ++i) {
    const auto path = paths.col(1 + i);
    Index other = 0, last = -1;
    for (Index row = 0; row + 1 < path.size(); ++row)
      if ((path[row] > 0) != (path[path.size() - 1] > 0)) {
        ++other;
        last = row;
      }
    if (other == 0) continue;
    const auto row = equation.stability_rows[static_cast<std::size_t>(last)];
    words.push_back(fmt::format(
        "The sign of {} is not stable: {} on the whole sample, it was {} in {} of recursive estimates, last "
        "on data to {}.",
        sample.titles[static_cast<std::size_t>(i)], path[path.size() - 1] > 0 ? "positive" : "negative",
        path[path.size() - 1] > 0 ? "negative" : "positive",
        in_percent(std::round(100 * static_cast<double>(other) / static_cast<double>(path.size())) / 100),
        to_string(panel.period(row))));
  }
}

}  // namespace

std::vector<std::string> multiple_in_words(const FairValuePanel& panel, const MultipleSample& sample,
                                           const MultipleSettings& settings, const MultipleEquation& equation,
                                           const OlsFit& levels, const std::vector<std::string>& left_out) {
  const auto& found = equation.diagnostics;
  std::vector<std::string> words{form_in_words(settings, equation, levels.r2)};
  const auto say = [&](std::string sentence) {
    if (!sentence.empty()) words.push_back(std::move(sentence));
  };
  say(stationarity_in_words(found));
  say(rank_in_words(found));
  say(spurious_in_words(equation, levels));
  say(strength_in_words(sample, equation.table));
  say(speed_in_words(equation, panel.frequency));
  say(breaks_in_words(equation, settings.breaks.level, levels.durbin_watson));
  say(sup_f_in_words(panel, found));
  say_flips(panel, sample, equation, words);
  // Of the drivers themselves: leads and lags of dynamic OLS would raise it.
  const double condition =
      equation.form == MultipleForm::levels ? levels.condition_number : equation.table.condition_number;
  if (condition >= kHarmfulCondition)
    say(fmt::format(
        "The drivers are close to collinear (condition number {:.0f}): their sum is better known than each.",
        condition));
  say(sample.rows.left_out);
  if (!left_out.empty())
    say(fmt::format("Not made, as the sample does not bear them: {}.", fmt::join(left_out, "; ")));
  return words;
}

}  // namespace rerate
