#include "rerate/store/revision_merge.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rerate {
namespace {

using Observations = std::span<const Observation>;

bool same_figure(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

// The leading observations of one period, taken off the front of `rest`.
Observations take_period(Observations& rest, std::int32_t ordinal) {
  std::size_t count = 0;
  while (count < rest.size() && rest[count].ordinal == ordinal) ++count;
  const auto period = rest.first(count);
  rest = rest.subspan(count);
  return period;
}

// The history of one period while it is merged.
class PeriodMerge {
 public:
  PeriodMerge(Observations stored, const MergeRules& rules, MergedHistory& result)
      : rows_(stored.begin(), stored.end()), rules_(rules), result_(result) {}

  void merge(Observations batch) {
    if (rules_.dating == Dating::changed_rule && batch.size() == 1) redate(batch.front().known_at);
    if (rules_.dating == Dating::vintages)
      add_vintages(batch);
    else
      add_later(batch);
    if (!same_figure(rows_.back().value, batch.back().value))
      revise(batch.back().known_at, batch.back().value);
  }

  void withdraw() {
    if (!std::isnan(rows_.back().value)) revise(rules_.today, std::numeric_limits<double>::quiet_NaN());
  }

  void finish() { result_.observations.insert(result_.observations.end(), rows_.begin(), rows_.end()); }

 private:
  // The first row was dated by the rule, later ones by the day they were seen; none precedes the rule's.
  void redate(Date known_at) {
    if (rows_.front().known_at == known_at) return;
    ++result_.redated;
    rows_.front().known_at = known_at;
    std::vector<Observation> moved;
    for (auto row : rows_) {
      row.known_at = std::max(row.known_at, known_at);
      if (!moved.empty() && moved.back().known_at == row.known_at) moved.pop_back();
      moved.push_back(row);
    }
    rows_ = std::move(moved);
  }

  void add_vintages(Observations batch) {
    std::vector<Observation> merged;
    auto row = rows_.begin();
    for (const auto& one : batch) {
      while (row != rows_.end() && row->known_at < one.known_at) merged.push_back(*row++);
      if (row != rows_.end() && row->known_at == one.known_at) continue;
      count_change(!merged.empty() && !same_figure(merged.back().value, one.value));
      merged.push_back(one);
    }
    merged.insert(merged.end(), row, rows_.end());
    rows_ = std::move(merged);
  }

  void add_later(Observations batch) {
    for (const auto& one : batch) {
      if (one.known_at <= rows_.back().known_at || same_figure(one.value, rows_.back().value)) continue;
      rows_.push_back(one);
      count_change(true);
    }
  }

  void revise(Date batch_date, double value) {
    const Date known_at = std::max({rules_.today, batch_date, rows_.back().known_at});
    const Observation revision{rows_.back().ordinal, known_at, value};
    if (rows_.back().known_at == known_at)
      rows_.back() = revision;
    else
      rows_.push_back(revision);
    count_change(true);
  }

  void count_change(bool is_revision) {
    ++result_.added;
    if (is_revision) ++result_.revisions;
  }

  std::vector<Observation> rows_;
  const MergeRules& rules_;
  MergedHistory& result_;
};

}  // namespace

MergedHistory merge_revisions(Observations stored, Observations batch, const MergeRules& rules) {
  MergedHistory result;
  result.observations.reserve(std::max(stored.size(), batch.size()));
  while (!stored.empty() || !batch.empty()) {
    constexpr auto kNone = std::numeric_limits<std::int32_t>::max();
    const auto ordinal = std::min(stored.empty() ? kNone : stored.front().ordinal,
                                  batch.empty() ? kNone : batch.front().ordinal);
    const auto was = take_period(stored, ordinal), is = take_period(batch, ordinal);
    if (was.empty()) {
      result.observations.insert(result.observations.end(), is.begin(), is.end());
      result.added += is.size();
      continue;
    }
    PeriodMerge period(was, rules, result);
    if (is.empty())
      period.withdraw();
    else
      period.merge(is);
    period.finish();
  }
  return result;
}

}  // namespace rerate
