#include "rerate/study/event_statistics_columns.h"

#include <cmath>
#include <limits>

#include "rerate/base/error.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

struct Count {
  const char* name;
  double (*value)(const DefinitionStatistics&);
};

constexpr Count kCounts[] = {
    {"episodes", [](const DefinitionStatistics& one) -> double { return one.outcome.episodes; }},
    {"complete", [](const DefinitionStatistics& one) -> double { return one.outcome.complete; }},
    {"pending", [](const DefinitionStatistics& one) -> double { return one.pending; }},
    {"excluded", [](const DefinitionStatistics& one) -> double { return one.excluded; }},
    {"not_yet_known", [](const DefinitionStatistics& one) -> double { return one.not_yet_known; }},
    {"sample", [](const DefinitionStatistics& one) -> double { return one.outcome.dates; }},
    {"n_eff", [](const DefinitionStatistics& one) { return one.n_eff; }},
};

using O = OutcomeStatistics;

struct OutcomeFigure {
  const char* name;
  double (*value)(const O&);
  double O::*p = nullptr;  // null: it has none
};

constexpr OutcomeFigure kOutcome[] = {
    {"mean", [](const O& one) { return one.mean; }, &O::p_mean},
    {"median", [](const O& one) { return one.median; }, &O::p_median},
    {"led", [](const O& one) -> double { return one.led; }, &O::p_led},
    {"hit_rate", [](const O& one) { return one.hit_rate; }},
    {"base_rate", [](const O& one) { return one.base_rate; }},
    {"base_mean", [](const O& one) { return one.base_mean; }},
    {"base_median", [](const O& one) { return one.base_median; }},
    {"p_mean", [](const O& one) { return one.p_mean; }},
    {"p_median", [](const O& one) { return one.p_median; }},
    {"p_led", [](const O& one) { return one.p_led; }},
    {"leave_one_out_low", [](const O& one) { return one.leave_one_out_low; }},
    {"leave_one_out_high", [](const O& one) { return one.leave_one_out_high; }},
};

}  // namespace

EventStatisticsColumns::EventStatisticsColumns(std::size_t definitions, const Parts& parts)
    : definitions_(definitions) {
  counts_ = add_counts("");
  outcome_ = add_outcome("");
  if (parts.benchmark) {
    asset_ = add_outcome("asset_");
    benchmark_ = add_outcome("benchmark_");
  }
  if (parts.known) known_ = add_other("known_");
  if (parts.extreme) extreme_ = add_other("extreme_");
  since_ = columns_.size();
  columns_.push_back({"since_asset", std::vector<double>(definitions, kMissing), {}});
  if (!parts.benchmark) return;
  columns_.push_back({"since_benchmark", std::vector<double>(definitions, kMissing), {}});
  columns_.push_back({"since_relative", std::vector<double>(definitions, kMissing), {}});
}

std::size_t EventStatisticsColumns::add_counts(const std::string& prefix) {
  const auto first = columns_.size();
  for (const auto& count : kCounts)
    columns_.push_back({prefix + count.name, std::vector<double>(definitions_, kMissing), {}});
  return first;
}

std::size_t EventStatisticsColumns::add_outcome(const std::string& prefix) {
  const auto first = columns_.size();
  for (const auto& figure : kOutcome) {
    columns_.push_back({prefix + figure.name, std::vector<double>(definitions_, kMissing), {}});
    if (figure.p) columns_.back().p.assign(definitions_, kMissing);
  }
  return first;
}

EventStatisticsColumns::Other EventStatisticsColumns::add_other(const std::string& prefix) {
  const auto counts = add_counts(prefix);
  return {counts, add_outcome(prefix)};
}

void EventStatisticsColumns::put(std::size_t column, std::size_t place, double value) {
  columns_[column].values[place] = std::isfinite(value) ? value : kMissing;
}

void EventStatisticsColumns::put_counts(std::size_t first, std::size_t place,
                                        const DefinitionStatistics& one) {
  for (std::size_t i = 0; i < std::size(kCounts); ++i) put(first + i, place, kCounts[i].value(one));
}

void EventStatisticsColumns::put_outcome(std::size_t first, std::size_t place,
                                         const OutcomeStatistics* outcome) {
  if (!outcome) return;
  for (std::size_t i = 0; i < std::size(kOutcome); ++i) {
    put(first + i, place, kOutcome[i].value(*outcome));
    if (kOutcome[i].p) columns_[first + i].p[place] = outcome->*kOutcome[i].p;
  }
}

void EventStatisticsColumns::take(std::size_t place, const DefinitionStatistics& one) {
  if (!one.asset) return;
  put_counts(counts_, place, one);
  put_outcome(outcome_, place, one.relative ? one.relative : one.asset);
  put(since_, place, one.since_asset);
  if (!benchmark_ || !one.relative) return;
  put_outcome(asset_, place, one.asset);
  put_outcome(*benchmark_, place, one.benchmark);
  put(since_ + 1, place, one.since_benchmark);
  put(since_ + 2, place, one.since_relative);
}

void EventStatisticsColumns::take_from(Anchor anchor, std::size_t place, const DefinitionStatistics& one) {
  const auto& other = anchor == Anchor::known ? known_ : extreme_;
  RERATE_ASSERT(other, "figures of a part without columns");
  put_counts(other->counts, place, one);
  put_outcome(other->outcome, place, one.relative ? one.relative : one.asset);
}

std::vector<NumberColumn> EventStatisticsColumns::release() {
  // Without an event from the own anchor the section is refused, whatever there is from the other.
  for (const auto& other : {known_, extreme_}) {
    if (!other) continue;
    for (auto at = other->counts; at < other->outcome + std::size(kOutcome); ++at)
      for (std::size_t place = 0; place < definitions_; ++place)
        if (std::isnan(columns_[counts_].values[place])) {
          columns_[at].values[place] = kMissing;
          if (!columns_[at].p.empty()) columns_[at].p[place] = kMissing;
        }
  }
  return std::move(columns_);
}

}  // namespace rerate
