#include "rerate/study/multiverse_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/multiverse/choice_words.h"
#include "rerate/multiverse/option_bands.h"
#include "rerate/multiverse/specification_curve.h"
#include "rerate/study/figure_words.h"
#include "rerate/study/multiverse_words.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::string band_in_words(const LatticeChoice& choice, const OptionBand& band) {
  const auto words = [&](std::size_t option) { return option_in_words(choice.name, choice.options[option]); };
  return band.first == band.last ? words(band.first)
                                 : fmt::format("{} to {}", words(band.first), words(band.last));
}

// Fewer bands when they share the room with many choices.
std::size_t bands_of(const Lattice& lattice) {
  const auto open = std::count_if(lattice.choices().begin(), lattice.choices().end(),
                                  [](const LatticeChoice& choice) { return choice.options.size() > 1; });
  return std::clamp(kLinesTogether / static_cast<std::size_t>(std::max(open, std::ptrdiff_t{1})), kLeastBands,
                    kMostBands);
}

ChartSpecification drawn(const SpecificationCurve& curve, const Lattice& lattice,
                         const MultiverseLead& lead) {
  ChartSpecification chart;
  chart.unit = lead.unit;
  chart.neutral = lead.rule.neutral;
  chart.definitions = static_cast<std::int64_t>(curve.definitions);
  for (const auto& point : curve.points)
    chart.points.push_back({point.value, point.significant, point.own, point.flip});
  for (const auto& band : option_bands(lattice, curve, kMostOptionsWithLine, bands_of(lattice))) {
    const auto& choice = lattice.choices()[band.choice];
    const bool many = choice.options.size() > kMostOptionsWithLine;
    if (many && band.dots.empty() && !band.usual) continue;
    chart.lines.push_back(
        {choice_in_words(choice.name), band_in_words(choice, band), band.usual, band.dots, band.mean});
  }
  return chart;
}

std::string curve_alternative(const SpecificationCurve& curve, const DefinitionRuns& runs,
                              const MultiverseLead& lead) {
  const auto& points = curve.points;
  const double own = lead.given.values[runs.own];
  auto text = fmt::format(
      "{} under {}, sorted from {} to {}", lead.title, count_of(curve.definitions, "definition"),
      figure_in_words(points.front().value, lead.unit), figure_in_words(points.back().value, lead.unit));
  if (!std::isnan(own)) text += fmt::format("; {} in this study", figure_in_words(own, lead.unit));
  if (const auto* flip = lead.found.flips.nearest())
    text += fmt::format("; nearest that says otherwise: {}", flip->words);
  return text + ".";
}

}  // namespace

Chart specification_chart(const DefinitionRuns& runs, const MultiverseLead& lead) {
  const auto curve = specification_curve(runs.lattice, lead.given, lead.rule);
  Chart chart;
  chart.id = "specification-curve";
  chart.title = fmt::format("{} under {}", lead.title, count_of(curve.definitions, "definition"));
  chart.y_title = lead.unit;
  if (curve.points.empty()) return chart;
  chart.alternative = curve_alternative(curve, runs, lead);
  chart.specification = drawn(curve, runs.lattice, lead);
  return chart;
}

Chart shares_chart(const DefinitionRuns& runs, const MultiverseLead& lead) {
  Chart chart;
  chart.id = "choice-shares";
  const auto& shares = lead.found.shares;
  const bool shapley = !shares.empty() && shares.front().shapley.has_value();
  chart.title = fmt::format("{}: what its spread hangs on{}", lead.title,
                            shapley ? "" : "; what each choice explains by itself, estimated");
  chart.y_title =
      shapley ? "share of the variance (Shapley), percent" : "share of the variance (first order), percent";
  for (const auto& share : shares) {
    const double value = share.shapley.value_or(share.first_order);
    if (chart.bars.size() < kMostShares && std::isfinite(value))
      chart.bars.push_back({choice_in_words(share.choice), 100 * value});
  }
  if (chart.bars.empty()) return chart;
  std::vector<std::string> told;
  for (const auto& bar : chart.bars)
    told.push_back(fmt::format("{} {}", bar.category, share_in_words(bar.value / 100)));
  chart.alternative = fmt::format("Share of the variance of {} over {} by choice: {}.", lead.title,
                                  count_of(runs.definitions.size(), "definition"), some_of(told));
  return chart;
}

}  // namespace rerate
