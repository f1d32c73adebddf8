#include "rerate/study/rotation_titles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "rerate/study/sentence.h"

namespace rerate {

std::string month_in_words(Date date) { return period_in_words(period_of(Frequency::monthly, date)); }

Shown shown_of(const RotationFindings& found) { return found.may_show_all ? Shown::open : Shown::in_steps; }

Date day_before(const RotationFindings& found, Index i) {
  return first_day(period_of(Frequency::monthly, found.month_end(i))) - 1;
}

std::string months_in_words(const RotationFindings& found, Index first, Index count) {
  if (count <= 0) return "no months";
  return fmt::format("{} to {}", month_in_words(found.month_end(first)),
                     month_in_words(found.month_end(first + count - 1)));
}

std::string variant_months_in_words(const RotationFindings& found) {
  const auto& runs = found.variant_runs;
  if (runs.months <= 0) return "no months";
  const auto month = [&](Index m) {
    return period_in_words({Frequency::monthly, found.panel.month.at(static_cast<std::size_t>(m))});
  };
  return fmt::format("{} to {}", month(runs.first), month(runs.first + runs.months - 1));
}

const RotationBenchmark* headline_benchmark(const RotationFindings& found) {
  return found.benchmarks.empty() ? nullptr : &found.benchmarks.front();
}

std::string title_of(const RotationFindings& found, const RotationBenchmark& benchmark) {
  if (benchmark.first == found.compared_first && benchmark.months == found.compared) return benchmark.title;
  return fmt::format("{} ({})", benchmark.title, months_in_words(found, benchmark.first, benchmark.months));
}

std::vector<double> shown_contributions(const RotationFindings& found, const SectorStanding& standing) {
  auto parts = standing.contribution;
  constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
  parts.resize(found.definition.signals.size(), kMissing);
  for (std::size_t i = 0; i < std::min(parts.size(), standing.figure.size()); ++i)
    if (std::isnan(standing.figure[i])) parts[i] = kMissing;
  return parts_in_twentieths(std::move(parts), shown_of(found));
}

std::size_t favoured_count(const RotationFindings& found) {
  const auto k = static_cast<std::size_t>(std::max(1, best_count(found)));
  return std::min(k, found.standings.size() / 2);
}

int best_count(const RotationFindings& found) { return found.best; }

}  // namespace rerate
