#include "rerate/models/scorecard.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/models/estimation_sample.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kMonthsOfChange = 3, kMonthsIntoThen = 12;

void check_indicator(const ScorecardIndicator& one) {
  if (one.figures->type.frequency != Frequency::monthly)
    refuse(ErrorCode::event_frequency,
           fmt::format("indicator `{}` is {}; monthly figures are needed", one.name,
                       to_string(one.figures->type.frequency)),
           {}, one.place);
  if (!(one.weight > 0) || !std::isfinite(one.weight))
    refuse(
        ErrorCode::scorecard_weight,
        fmt::format("the weight of indicator `{}` must be above 0, not {}", one.name, shortest(one.weight)),
        {}, one.place);
  RERATE_ASSERT(one.sign == 1 || one.sign == -1, one.name);
}

void check(const ScorecardQuestion& question) {
  if (question.indicators.empty())
    refuse(ErrorCode::scorecard_history, "no indicator is named", "Name at least one.", question.place);
  for (const auto& one : question.indicators) check_indicator(one);
  if (question.stale < 0)
    refuse(ErrorCode::scorecard_history, fmt::format("`stale` must not be negative: {}", question.stale), {},
           question.place);
  if (question.then && *question.then >= question.as_of)
    refuse(ErrorCode::scorecard_then,
           fmt::format("`then` ({}) is not before the as-of date, {}", to_string(*question.then),
                       to_string(question.as_of)),
           {}, question.then_place);
}

// A z needs figures that differ: where there are enough of them and no z, they do not.
void check_variation(const ScorecardQuestion& question, const ScorecardIndicator& one,
                     const IndicatorHistory& history) {
  const auto newest = history.newest_known(question.as_of);
  if (!newest || !std::isnan(history.z[*newest])) return;
  if (history.among[*newest] < static_cast<std::size_t>(question.first_window)) return;
  const auto [low, high] = std::minmax_element(history.value.begin(), history.value.end());
  refuse(ErrorCode::regression_no_variation,
         *low == *high
             ? fmt::format("indicator `{}` does not vary: all {} figures are {}", one.name, history.size(),
                           shortest(*low))
             : fmt::format("indicator `{}` hardly varies: more than half of its {} figures are equal",
                           one.name, history.among[*newest]),
         {}, one.place);
}

int month_of(Date date) { return period_of(Frequency::monthly, date).ordinal; }

// Scores at any date.
class Scores {
 public:
  explicit Scores(const ScorecardQuestion& question) : question_(question) {
    for (const auto& one : question.indicators) {
      histories_.push_back(at_place(one.place, [&] {
        return IndicatorHistory(*one.figures, one.sign, static_cast<std::size_t>(question.first_window),
                                question.limit);
      }));
      total_weight_ += one.weight;
    }
  }

  Score at(Date date) const {
    Score score{date, kMissing, {}, 0, 0};
    double weight = 0;
    for (std::size_t i = 0; i < histories_.size(); ++i) {
      score.indicators.push_back(one_at(i, date));
      if (score.indicators.back().counts) weight += question_.indicators[i].weight;
    }
    double composite = 0;
    for (std::size_t i = 0; i < histories_.size(); ++i) {
      auto& one = score.indicators[i];
      if (!one.counts) continue;
      one.weight = question_.indicators[i].weight / weight;
      one.contribution = one.weight * one.z;
      composite += one.contribution;
      ++score.available;
      score.positive += one.z > 0;
    }
    if (weight >= total_weight_ / 2) score.composite = composite;
    return score;
  }

  const std::vector<IndicatorHistory>& histories() const { return histories_; }

  // The first month that any indicator has a figure about.
  std::optional<std::int32_t> first_month() const {
    std::optional<std::int32_t> first;
    for (const auto& history : histories_)
      if (history.size() > 0) first = std::min(first.value_or(history.ordinal[0]), history.ordinal[0]);
    return first;
  }

 private:
  IndicatorScore one_at(std::size_t i, Date date) const {
    const auto& history = histories_[i];
    IndicatorScore one;
    one.z = kMissing;
    one.figure = history.newest_known(date);
    if (!one.figure) return one;
    one.age = month_of(date) - history.ordinal[*one.figure];
    one.stale = one.age > question_.stale;
    one.z = history.z[*one.figure];
    one.counts = !one.stale && !std::isnan(one.z);
    return one;
  }

  const ScorecardQuestion& question_;
  std::vector<IndicatorHistory> histories_;
  double total_weight_ = 0;
};

// Why an indicator does not count: "`orders` has no figure after 2023-03".
std::string why_not(const ScorecardIndicator& one, const IndicatorScore& score,
                    const IndicatorHistory& history, int first_window) {
  if (!score.figure) return fmt::format("`{}` has no figure yet", one.name);
  if (score.stale)
    return fmt::format("`{}` has no figure after {}", one.name, to_string(history.period(*score.figure)));
  return fmt::format("`{}` has {} figures, fewer than {}", one.name, history.among[*score.figure],
                     first_window);
}

std::vector<std::string> left_out(const ScorecardQuestion& question, const Scores& scores, const Score& now) {
  std::vector<std::string> reasons;
  for (std::size_t i = 0; i < now.indicators.size(); ++i)
    if (!now.indicators[i].counts)
      reasons.push_back(
          why_not(question.indicators[i], now.indicators[i], scores.histories()[i], question.first_window));
  return reasons;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

void check_now(const ScorecardQuestion& question, const Scores& scores, const Score& now) {
  if (!std::isnan(now.composite)) return;
  const auto first_window = static_cast<std::size_t>(question.first_window);
  const bool long_enough = std::any_of(scores.histories().begin(), scores.histories().end(),
                                       [&](const auto& history) { return history.size() >= first_window; });
  const auto reasons = joined(left_out(question, scores, now));
  if (!long_enough)
    refuse(ErrorCode::scorecard_history,
           fmt::format("no indicator has the {} figures that a first z asks for: {}", first_window, reasons),
           {}, question.place);
  refuse(ErrorCode::scorecard_stale,
         fmt::format("as of {} less than half of the score's weight has a figure of the last {} months: {}",
                     to_string(question.as_of), question.stale, reasons),
         {}, question.place);
}

Score score_then(const ScorecardQuestion& question, const Scores& scores) {
  auto then = scores.at(*question.then);
  if (!std::isnan(then.composite)) return then;
  refuse(
      ErrorCode::scorecard_then,
      fmt::format("there is no score as of {}: less than half of its weight had a z", to_string(then.date)),
      {}, question.then_place);
}

// Month by month from the first score on.
void add_history(const Scores& scores, Date as_of, Scorecard& result) {
  const auto first = scores.first_month();
  if (!first) return;
  const auto add = [&](Date date) {
    const double composite = scores.at(date).composite;
    if (result.dates.empty() && std::isnan(composite)) return;
    result.dates.push_back(date);
    result.composite.push_back(composite);
  };
  for (auto month = *first; month < month_of(as_of); ++month) add(last_day({Frequency::monthly, month}));
  add(as_of);
}

}  // namespace

ScoreChange change_between(const Score& from, const Score& to) {
  RERATE_ASSERT(from.indicators.size() == to.indicators.size(), "scores of one scorecard");
  ScoreChange change{from.date, to.date, to.composite - from.composite};
  for (std::size_t i = 0; i < to.indicators.size(); ++i) {
    const auto &before = from.indicators[i], &after = to.indicators[i];
    if (!before.counts || !after.counts) continue;
    ++change.compared;
    change.up += after.z > before.z + kUnmoved;
    change.down += after.z < before.z - kUnmoved;
  }
  const double enough = kCourseBreadth * change.compared;
  if (change.change >= kCourseChange && change.up >= enough) change.course = ScoreCourse::brightening;
  if (change.change <= -kCourseChange && change.down >= enough) change.course = ScoreCourse::darkening;
  return change;
}

Scorecard scorecard(const ScorecardQuestion& question) {
  check(question);
  const Scores scores(question);
  for (std::size_t i = 0; i < question.indicators.size(); ++i)
    check_variation(question, question.indicators[i], scores.histories()[i]);
  Scorecard result;
  result.now = scores.at(question.as_of);
  check_now(question, scores, result.now);
  const auto earlier = scores.at(add_months(question.as_of, -kMonthsOfChange));
  result.change_3m = result.now.composite - earlier.composite;
  if (question.then) {
    result.then = score_then(question, scores);
    result.since_then = change_between(*result.then, result.now);
    const auto before = scores.at(add_months(*question.then, -kMonthsIntoThen));
    if (!std::isnan(before.composite)) result.into_then = change_between(before, *result.then);
  }
  add_history(scores, question.as_of, result);
  if (const auto reasons = left_out(question, scores, result.now); !reasons.empty())
    result.warnings.push_back(
        fmt::format("Left out of the score as of {}: {}.", to_string(question.as_of), joined(reasons)));
  result.histories = scores.histories();
  return result;
}

}  // namespace rerate
