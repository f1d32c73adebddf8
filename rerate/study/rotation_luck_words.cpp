#include "rerate/study/rotation_luck_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "rerate/base/number_text.h"
#include "rerate/study/rotation_titles.h"
#include "rerate/study/rotation_words.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr double kLevel = 0.05;
const RowFormat kProbability{"probability", 3}, kCount{"count", 0}, kPerMonth{"ratio", 4}, kRatio{"ratio", 2},
    kShare{"percent", 0};
const double kYear = std::sqrt(12.0);  // of a Sharpe ratio per month

std::size_t ran(const RotationFindings& found) { return found.variant_runs.ran.size(); }

std::string definitions(std::size_t count) {
  return count == 1 ? "1 definition" : grouped(static_cast<double>(count), 0) + " definitions";
}

std::string benchmark_title(const RotationFindings& found) {
  const auto* benchmark = headline_benchmark(found);
  return benchmark ? benchmark->title : "the benchmark";
}

std::string chance(double probability) {
  if (std::isnan(probability)) return "not known";
  if (probability > 0.995 && probability < 1) return "over 99%";
  return fixed(100 * probability, 0) + "%";
}

bool many(const RotationFindings& found) { return ran(found) > 1; }

void add_benchmark_tests(std::vector<LuckFinding>& all, const RotationFindings& found) {
  const auto& luck = found.luck;
  const auto who = many(found) ? "the best of " + definitions(ran(found)) : std::string("this definition");
  all.push_back(
      {"Reality check (White)", luck.reality_check_p, kProbability,
       fmt::format("chance of {} being as far ahead of {} by luck alone", who, benchmark_title(found))});
  all.push_back(
      {"SPA (Hansen)", luck.spa_p, kProbability, "the same, poor definitions not counted against it"});
  all.push_back(
      {"SPA, lower bound", luck.spa_lower_p, kProbability, "as if poor ones were as poor as they look"});
  all.push_back(
      {"SPA, upper bound", luck.spa_upper_p, kProbability, "as if all were as good as the benchmark"});
  all.push_back({"StepM (Romano and Wolf)", luck.own_adjusted_p, kProbability,
                 "p of the study's own definition, allowing for all that were tried"});
  if (many(found))
    all.push_back({"Better by StepM", static_cast<double>(luck.better), kCount,
                   fmt::format("of {} at 5%", definitions(ran(found)))});
}

std::string trials_in_words(const RotationLuck& luck) {
  if (luck.earlier == 0) return "distinct definitions, all in this run";
  return fmt::format("distinct definitions; {} of them in earlier runs",
                     grouped(static_cast<double>(luck.earlier), 0));
}

std::string a_year(double per_month) { return fixed(kYear * per_month, 2) + " a year"; }

void add_sharpe_tests(std::vector<LuckFinding>& all, const RotationFindings& found) {
  const auto& luck = found.luck;
  all.push_back({"Definitions tried", static_cast<double>(luck.trials), kCount, trials_in_words(luck)});
  all.push_back({"Spread of their Sharpe ratios", luck.spread, kPerMonth,
                 fmt::format("standard deviation, per month, over cash; {}", a_year(luck.spread))});
  all.push_back({"Best without skill", luck.expected_best, kPerMonth,
                 fmt::format("Sharpe ratio per month that the best of so many would show; {}",
                             a_year(luck.expected_best))});
  all.push_back({"Probabilistic Sharpe ratio", luck.probabilistic, kProbability,
                 "probability that the true ratio is above 0, had nothing else been tried"});
  all.push_back({"Deflated Sharpe ratio", luck.deflated, kProbability,
                 "probability that it is above that of the best without skill"});
  if (headline_benchmark(found))
    all.push_back({"Deflated lead", luck.deflated_lead, kProbability,
                   fmt::format("the same of the lead on {}, which a premium that both earn does not pass",
                               benchmark_title(found))});
}

void add_overfitting(std::vector<LuckFinding>& all, const RotationLuck& luck) {
  if (std::isnan(luck.overfitting)) return;
  all.push_back({"Backtest overfitting", 100 * luck.overfitting, kShare,
                 fmt::format("share of the ways to halve {} blocks of months in which the best of one half "
                             "was below the median of the other",
                             luck.overfitting_blocks)});
  all.push_back({"Loss out of sample", 100 * luck.overfitting_loss, kShare,
                 "share in which the best of one half lost money in the other, over cash"});
}

std::string tried_paragraph(const RotationLuck& luck) {
  auto text = luck.trials == 1 ? std::string("One definition was tried")
                               : fmt::format("{} were tried", definitions(luck.trials));
  if (luck.earlier > 0)
    text += fmt::format(", {} of them in earlier runs", grouped(static_cast<double>(luck.earlier), 0));
  if (luck.trials > 1 && std::isfinite(luck.expected_best))
    text += fmt::format(
        "; the best of so many without any skill would be expected to show a Sharpe ratio of {} over cash. "
        "The probability that the true ratio of the study's own is above that is {}; above zero, {}",
        a_year(luck.expected_best), chance(luck.deflated), chance(luck.probabilistic));
  else
    text += fmt::format("; the probability that its true Sharpe ratio over cash is above zero is {}",
                        chance(luck.probabilistic));
  return text + ".";
}

std::string benchmark_paragraph(const RotationFindings& found) {
  const auto& luck = found.luck;
  const auto benchmark = benchmark_title(found);
  if (!many(found))
    return fmt::format("Luck alone would put it as far ahead of {} with {}.", benchmark,
                       p_in_words(luck.spa_p));
  return fmt::format(
      "Luck alone would put the best of {} as far ahead of {} with {} (SPA; {} and {} at its bounds, reality "
      "check {}). Allowing for all of them the study's own has {}, and {} of them {} better at 5%.",
      definitions(ran(found)), benchmark, p_in_words(luck.spa_p), fixed(luck.spa_lower_p, 2),
      fixed(luck.spa_upper_p, 2), fixed(luck.reality_check_p, 2), p_in_words(luck.own_adjusted_p),
      luck.better == 0 ? std::string("none") : grouped(static_cast<double>(luck.better), 0),
      luck.better == 1 ? "is" : "are");
}

std::string overfitting_paragraph(const RotationLuck& luck) {
  return fmt::format(
      "Who had picked the best in one half of the months would have had one below the median in the other "
      "half "
      "in {} of the ways to halve them, and a loss over cash in {}: {}.",
      chance(luck.overfitting), chance(luck.overfitting_loss),
      luck.overfitting < 0.25  ? "the choice carries over"
      : luck.overfitting < 0.5 ? "the choice carries over only in part"
                               : "the choice is worth nothing");
}

std::string thirds_paragraph(const RotationLuck& luck) {
  std::vector<std::string> ratios;
  for (const double ratio : luck.sharpe_of_thirds) ratios.push_back(fixed(ratio, 2));
  return fmt::format("Sharpe ratio by thirds of the time: {}.", joined_with_and(ratios));
}

bool thirds_known(const RotationLuck& luck) {
  return !luck.sharpe_of_thirds.empty() &&
         std::none_of(luck.sharpe_of_thirds.begin(), luck.sharpe_of_thirds.end(),
                      [](double ratio) { return std::isnan(ratio); });
}

// "SPA p = 0.31 for the best of 240 definitions, p = 0.62 for its own; deflated Sharpe ratio 41%".
std::string evidence(const RotationFindings& found) {
  auto text = "SPA " + p_in_words(found.luck.spa_p);
  if (many(found))
    text += fmt::format(" for the best of {}, {} for its own", definitions(ran(found)),
                        p_in_words(found.luck.own_adjusted_p));
  return fmt::format("{}; deflated Sharpe ratio {}", text, chance(found.luck.deflated));
}

}  // namespace

std::vector<LuckFinding> luck_findings(const RotationFindings& found) {
  std::vector<LuckFinding> all;
  add_benchmark_tests(all, found);
  add_sharpe_tests(all, found);
  add_overfitting(all, found.luck);
  constexpr const char* kThirds[] = {"first", "second", "last"};
  const auto& thirds = found.luck.sharpe_of_thirds;
  for (std::size_t i = 0; i < thirds.size() && i < std::size(kThirds); ++i)
    all.push_back(
        {fmt::format("Sharpe ratio, {} third", kThirds[i]), thirds[i], kRatio, "of the months, a year's"});
  return all;
}

LuckVerdict luck_verdict(const RotationFindings& found) {
  const auto& luck = found.luck;
  const auto* benchmark = headline_benchmark(found);
  if (!benchmark || std::isnan(benchmark->relative.excess) || std::isnan(luck.spa_p) ||
      std::isnan(luck.deflated))
    return LuckVerdict::unknown;
  if (benchmark->relative.excess < 0) return LuckVerdict::trailed;
  const bool beats_benchmark = luck.spa_p <= kLevel && luck.own_adjusted_p <= kLevel;
  const bool beats_cash = luck.deflated >= 1 - kLevel;
  if (beats_benchmark) return beats_cash ? LuckVerdict::convinces : LuckVerdict::benchmark_only;
  return beats_cash ? LuckVerdict::cash_only : LuckVerdict::luck;
}

std::string verdict_in_words(const RotationFindings& found) {
  const auto benchmark = benchmark_title(found);
  const auto says = [&](std::string words) { return fmt::format("{} ({})", words, evidence(found)); };
  switch (luck_verdict(found)) {
    case LuckVerdict::convinces: return says("luck does not explain it");
    case LuckVerdict::benchmark_only:
      return says(fmt::format("luck does not explain the lead on {}, but it may explain the Sharpe ratio",
                              benchmark));
    case LuckVerdict::cash_only:
      return says(
          fmt::format("that it beat cash is no luck, but luck explains as much of a lead on {}", benchmark));
    case LuckVerdict::luck: return says("luck explains as much");
    case LuckVerdict::trailed: return says(fmt::format("it did not beat {}", benchmark));
    case LuckVerdict::unknown: return "how much of it is luck cannot be told";
  }
  return {};
}

std::vector<std::string> luck_in_words(const RotationFindings& found) {
  std::vector<std::string> paragraphs = {capitalised(verdict_in_words(found)) + ".",
                                         benchmark_paragraph(found), tried_paragraph(found.luck)};
  if (!std::isnan(found.luck.overfitting)) paragraphs.push_back(overfitting_paragraph(found.luck));
  if (thirds_known(found.luck)) paragraphs.push_back(thirds_paragraph(found.luck));
  return paragraphs;
}

}  // namespace rerate
