#include "rerate/models/fair_value_warnings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/elementary.h"
#include "rerate/base/number_text.h"
#include "rerate/models/estimation_words.h"
#include "rerate/models/periods_a_year.h"

namespace rerate {
namespace {

constexpr Index kFewBlocks = 15;
constexpr double kBandsDisagree = 1.5;
constexpr double kWeak = 0.10;

// The panel itself tells of figures older than a year.
void of_age(const FairValue& result, std::vector<std::string>& warnings) {
  const auto& panel = result.panel;
  const int year = periods_a_year(panel.frequency);
  if (panel.fundamental_name.empty() || panel.fundamental_age <= year / 2 || panel.fundamental_age > year)
    return;
  warnings.push_back(fmt::format("The newest figure of `{}` is {} {} older than the price.",
                                 panel.fundamental_name, panel.fundamental_age,
                                 periods_in_words(panel.frequency)));
}

// Drivers that stand at an older period than the price; those older than a year have a warning of their own.
void of_carrying(const FairValue& result, std::vector<std::string>& warnings) {
  const auto& panel = result.panel;
  std::vector<std::string> carried;
  for (std::size_t column = 0; column < panel.age.size(); ++column) {
    if (panel.age[column] <= 0 || panel.age[column] > periods_a_year(panel.frequency)) continue;
    const Period from{panel.frequency, panel.period(panel.now).ordinal - panel.age[column]};
    carried.push_back(fmt::format("{} of {}", panel.titles[column], to_string(from)));
  }
  if (carried.empty()) return;
  warnings.push_back(fmt::format("Older figures stand for drivers that end before the price ({}): {}.",
                                 to_string(panel.period(panel.now)), fmt::join(carried, ", ")));
}

// Allowing for the best of several (Bonferroni), as the equations' own sentences do.
std::string weakness_in_words(const FairValuePanel& panel, const std::vector<Index>& drivers,
                              const RegressionTable& table) {
  if (drivers.empty() || table.terms.size() < drivers.size()) return {};
  const auto first = table.terms.end() - static_cast<std::ptrdiff_t>(drivers.size());
  const auto best = std::min_element(first, table.terms.end(), [](auto& a, auto& b) { return a.p < b.p; });
  if (!(static_cast<double>(drivers.size()) * best->p > kWeak)) return {};
  const auto& title = panel.titles[static_cast<std::size_t>(drivers[static_cast<std::size_t>(best - first)])];
  return fmt::format("told from zero at {:.0f}% (least {}, {}{})", 100 * kWeak, probability_in_words(best->p),
                     title, drivers.size() > 1 ? fmt::format(", of {}", drivers.size()) : "");
}

void of_evidence(const FairValue& result, std::vector<std::string>& warnings) {
  const auto& panel = result.panel;
  if (result.multiple.form != MultipleForm::given)
    if (const auto words = weakness_in_words(panel, result.multiple.drivers, result.multiple.table);
        !words.empty())
      warnings.push_back(fmt::format(
          "No driver of the multiple is {}: read scenarios that move them as arithmetic, not as a view.",
          words));
  if (!result.growth.given)
    if (const auto words = weakness_in_words(panel, result.growth.drivers, result.growth.table);
        !words.empty())
      warnings.push_back(
          fmt::format("No driver of growth is {}: its equation says little more than the mean.", words));
}

// Regimes in which a driver's coefficient has the other sign than on the whole sample.
void of_regimes(const FairValue& result, std::vector<std::string>& warnings) {
  const auto& equation = result.multiple;
  const auto& breaks = equation.diagnostics.breaks;
  if (equation.form == MultipleForm::given || !breaks || breaks->breaks.empty()) return;
  const Index regimes = breaks->coefficients.rows();
  warnings.push_back(fmt::format(
      "The coefficients of the multiple equation break {}: the one equation in use averages over {} regimes.",
      regimes == 2 ? "once" : fmt::format("{} times", regimes - 1), regimes));
  const Index constants = breaks->coefficients.cols() - static_cast<Index>(equation.drivers.size());
  for (Index i = 0; i < static_cast<Index>(equation.drivers.size()); ++i) {
    const double whole = equation.coefficients[i];
    const auto by_regime = breaks->coefficients.col(constants + i);
    const auto opposite = [&](double coefficient) { return coefficient * whole < 0; };
    const auto count = std::count_if(by_regime.begin(), by_regime.end(), opposite);
    const bool last = opposite(by_regime[regimes - 1]);
    if (!last && 2 * count <= regimes) continue;
    warnings.push_back(fmt::format(
        "The coefficient of {} has the opposite sign in {} of {} regimes{}: read scenarios that move it as "
        "arithmetic, not as a view.",
        result.panel.titles[static_cast<std::size_t>(equation.drivers[static_cast<std::size_t>(i)])], count,
        regimes, last ? ", the last among them" : ""));
  }
}

void of_form(const FairValue& result, std::vector<std::string>& warnings) {
  if (result.multiple.form == MultipleForm::differences)
    warnings.push_back(
        "The multiple equation is one of differences: fair value is today's multiple moved by the drivers, "
        "so it "
        "cannot say whether today's multiple is too high or too low.");
  if (result.multiple.form == MultipleForm::levels && result.multiple.correction &&
      !(result.multiple.correction->speed > 0))
    warnings.push_back(fmt::format(
        "Gaps to fair value have not closed in the sample (error-correction speed {}): reachable levels "
        "keep today's gap.",
        fixed(result.multiple.correction->speed, 3)));
}

void of_blocks(const FairValue& result, std::vector<std::string>& warnings) {
  if (result.draws.empty() || result.draws.blocks >= kFewBlocks) return;
  warnings.push_back(fmt::format("Bands rest on {} blocks of {:.0f} {}: they are themselves uncertain.",
                                 result.draws.blocks, result.draws.block_length,
                                 periods_in_words(result.panel.frequency)));
}

void of_scenarios(const FairValue& result, std::vector<std::string>& warnings) {
  for (const auto& scenario : result.scenarios)
    if (!scenario.outside.empty())
      warnings.push_back(fmt::format("{} lies outside what the equations were estimated on: {}.",
                                     scenario.title, fmt::join(scenario.outside, "; ")));
}

// A forecast from what was known at its start is read at figures of the year it is about.
void of_timing(const FairValueQuestion& question, const FairValue& result,
               std::vector<std::string>& warnings) {
  if (result.growth.given || result.growth.timing != GrowthTiming::ahead) return;
  for (const Index column : result.growth.drivers) {
    const auto& name = result.panel.names[static_cast<std::size_t>(column)];
    for (const auto& scenario : question.scenarios)
      if (scenario.set.contains(name) || scenario.shift.contains(name)) {
        warnings.push_back(
            fmt::format("Growth is forecast from drivers at the start of the stretch, but `{}` reads `{}` as "
                        "though it stood there "
                        "already: timing = \"meanwhile\" estimates growth on drivers of the same stretch.",
                        scenario.id, name));
        return;
      }
  }
}

void of_bands(const FairValue& result, std::vector<std::string>& warnings) {
  if (result.draws.empty()) return;
  const auto& base = result.scenarios[result.base];
  const double drawn = reproducible_log(base.band.high / base.band.low);
  const double analytic = reproducible_log(base.analytic.high / base.analytic.low);
  if (!(drawn > 0 && analytic > 0)) return;
  const double ratio = drawn / analytic;
  if (ratio < kBandsDisagree && ratio > 1 / kBandsDisagree) return;
  warnings.push_back(
      fmt::format("The bootstrap band is {:.1f} times as wide as the analytic one: trust the wider.", ratio));
}

void of_attribution(const FairValue& result, std::vector<std::string>& warnings) {
  if (result.panel.fundamental_name.empty()) return;
  for (const auto& attribution : result.attributions)
    if (!attribution.words.empty())
      warnings.push_back(fmt::format("{}: {}", attribution.title, attribution.words));
}

}  // namespace

std::vector<std::string> fair_value_warnings(const FairValueQuestion& question, const FairValue& result) {
  auto warnings = result.panel.warnings;
  of_age(result, warnings);
  of_carrying(result, warnings);
  of_evidence(result, warnings);
  of_regimes(result, warnings);
  of_form(result, warnings);
  of_blocks(result, warnings);
  of_scenarios(result, warnings);
  of_timing(question, result, warnings);
  of_bands(result, warnings);
  of_attribution(result, warnings);
  return warnings;
}

}  // namespace rerate
