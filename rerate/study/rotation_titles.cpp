#include "rerate/study/rotation_titles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "rerate/base/number_text.h"
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

bool compares_other_months(const RotationFindings& found) {
  const auto& runs = found.variant_runs;
  return runs.months > 0 &&
         (runs.first != found.run.backtest.first + 1 + found.compared_first || runs.months != found.compared);
}

namespace {

// First month of a sector's prices, as a row of the panel.
Index joined(const SectorPanel& panel, Index sector) {
  Index m = 0;
  while (m < panel.months() && std::isnan(panel.month_price(m, sector))) ++m;
  return m;
}

// Sectors that came after the first month, by the month they came in.
std::map<Index, std::vector<std::string>> late_joiners(const RotationFindings& found) {
  std::map<Index, std::vector<std::string>> late;
  for (Index i = 0; i < found.panel.sectors(); ++i)
    if (const Index m = joined(found.panel, i); m > 0 && m < found.panel.months())
      late[m].push_back(found.sector_titles.at(static_cast<std::size_t>(i)));
  return late;
}

}  // namespace

std::string joined_in_words(const RotationFindings& found) {
  std::vector<std::string> words;
  for (const auto& [month, titles] : late_joiners(found))
    words.push_back(
        fmt::format("{} in {}", joined_with_and(titles), month_in_words(found.panel.decided_at(month))));
  return some_of(std::move(words));
}

std::string ended_in_words(const RotationFindings& found) {
  const auto& prices = found.panel.month_price;
  std::map<Index, std::vector<std::string>> ended;
  for (Index i = 0; i < found.panel.sectors(); ++i) {
    Index m = found.panel.months() - 1;
    while (m >= 0 && std::isnan(prices(m, i))) --m;
    if (m >= 0 && m + 1 < found.panel.months())
      ended[m].push_back(found.sector_titles.at(static_cast<std::size_t>(i)));
  }
  std::vector<std::string> words;
  for (const auto& [month, titles] : ended)
    words.push_back(
        fmt::format("{} in {}", joined_with_and(titles), month_in_words(found.panel.decided_at(month))));
  return some_of(std::move(words));
}

std::optional<Index> first_month_of_signal(const RotationFindings& found, std::size_t signal) {
  if (signal >= found.run.figures.size()) return {};
  const auto& figures = found.run.figures[signal];
  for (Index m = 0; m < figures.rows(); ++m)
    if (figures.row(m).array().isFinite().count() >= 2) return m;
  return {};
}

std::string chance_in_words(double probability) {
  constexpr double kNearly = 0.995;
  if (std::isnan(probability)) return "not known";
  if (probability > kNearly) return "over 99%";
  if (probability > 0 && probability < 1 - kNearly) return "under 1%";
  return fixed(100 * probability, 0) + "%";
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
