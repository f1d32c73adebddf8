#include "rerate/study/rotation_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/models/month_end_reading.h"
#include "rerate/models/regime_panel.h"
#include "rerate/models/regime_score.h"
#include "rerate/study/rotation_benchmarks.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

// The months compared, by their ordinals, and which group each is in.
struct Grouping {
  std::string title;
  std::vector<std::string> names;
  std::vector<int> group;
};

std::vector<std::int32_t> months_compared(const RotationFindings& found) {
  const auto begin = found.panel.month.begin() + found.run.backtest.first + 1 + found.compared_first;
  return {begin, begin + found.compared};
}

int year_of(std::int32_t month) { return 1970 + (month >= 0 ? month / 12 : -((11 - month) / 12)); }

Grouping decades(const std::vector<std::int32_t>& months) {
  Grouping grouping{"Decade", {}, {}};
  const int first = year_of(months.front()) / 10;
  for (const auto month : months) {
    const int decade = year_of(month) / 10;
    while (static_cast<int>(grouping.names.size()) <= decade - first)
      grouping.names.push_back(fmt::format("{}0s", first + static_cast<int>(grouping.names.size())));
    grouping.group.push_back(decade - first);
  }
  return grouping;
}

Grouping recessions(const std::vector<std::int32_t>& months, const std::vector<Spell>& spells) {
  Grouping grouping{"NBER recessions", {"recession", "no recession"}, {}};
  for (const auto ordinal : months) {
    const Period month{Frequency::monthly, ordinal};
    const bool inside = std::any_of(spells.begin(), spells.end(), [&](const Spell& spell) {
      return spell.first <= first_day(month) && last_day(month) <= spell.last;
    });
    grouping.group.push_back(inside ? 0 : 1);
  }
  return grouping;
}

Grouping regimes(const std::vector<std::int32_t>& months, const RegimesRequest& request,
                 const SectionContext& context) {
  std::vector<RegimeFeature> features;
  for (const auto& feature : request.features) {
    const auto& input = context.input(feature.named.use);
    features.push_back({feature.named.name, title_of(feature.named, input.title), &input.series, feature.sign,
                        feature.weight, feature.named.use.place});
  }
  const auto panel = regime_panel(features, context.as_of, request.place);
  const auto state = regime_score(panel, features, request.hysteresis).state;
  Grouping grouping{"Regime at the month's beginning", {"risk-off", "risk-on"}, {}};
  for (const auto month : months) {
    const auto row = month - 1 - panel.first;
    const bool known = row >= 0 && row < static_cast<std::int32_t>(state.size());
    grouping.group.push_back(known ? state[static_cast<std::size_t>(row)] : -1);
  }
  return grouping;
}

Grouping by_state(const std::vector<std::int32_t>& months, const NamedFormula& state,
                  const SectionContext& context) {
  const auto& input = context.input(state.use);
  auto title = title_of(state, input.title);
  std::replace(title.begin(), title.end(), '_', ' ');
  Grouping grouping{title, {title, "not " + title}, {}};
  const auto known =
      read_at_month_ends(input.series, months.front() - 1, months.back() - 1, kOldestFigure).figure;
  for (const double figure : known) grouping.group.push_back(std::isnan(figure) ? -1 : figure == 1 ? 0 : 1);
  return grouping;
}

// Groups that are long enough; the words of what is left out are added.
RotationGroups long_groups(const Grouping& grouping, std::vector<PerformanceGroup> groups,
                           std::vector<std::string>& left_out) {
  RotationGroups kept{grouping.title, {}};
  for (auto& group : groups) {
    if (group.months >= kFewestGroupMonths)
      kept.groups.push_back(std::move(group));
    else if (group.months > 0)
      left_out.push_back(
          fmt::format("{} ({})", group.name, count_of(static_cast<std::size_t>(group.months), "month")));
  }
  return kept;
}

std::string without_group(const Grouping& grouping) {
  const auto count =
      std::count_if(grouping.group.begin(), grouping.group.end(), [](int one) { return one < 0; });
  if (count == 0) return {};
  return fmt::format("{} ({} of {} months)", grouping.title, count, grouping.group.size());
}

void warn_of(const std::vector<std::string>& left_out, const std::vector<std::string>& without,
             std::vector<std::string>& warnings) {
  if (!left_out.empty())
    warnings.push_back(fmt::format("Stretches of fewer than {} months are not compared: {}.",
                                   kFewestGroupMonths, some_of(left_out)));
  if (!without.empty())
    warnings.push_back(fmt::format("Months in no stretch, as the state was not known at their beginning: {}.",
                                   some_of(without)));
}

}  // namespace

void add_groups(RotationFindings& found, const SectionContext& context) {
  const auto months = months_compared(found);
  std::vector<Grouping> groupings = {decades(months)};
  if (!context.recessions.empty()) groupings.push_back(recessions(months, context.recessions));
  if (found.request->regimes) groupings.push_back(regimes(months, *found.request->regimes, context));
  for (const auto& state : found.request->states) groupings.push_back(by_state(months, state, context));

  const auto part = [&](const std::vector<double>& figures) {
    return part_of(figures, found.compared_first, found.compared);
  };
  std::vector<std::string> left_out, without;
  for (const auto& grouping : groupings) {
    if (auto words = without_group(grouping); !words.empty()) without.push_back(std::move(words));
    auto all = performance_by_group(part(found.run.backtest.net), part(found.benchmarks.front().returns),
                                    part(found.cash), grouping.group, grouping.names);
    auto kept = long_groups(grouping, std::move(all), left_out);
    if (!kept.groups.empty()) found.groups.push_back(std::move(kept));
  }
  warn_of(left_out, without, found.warnings);
}

}  // namespace rerate
