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
    kShare{"percent", 0}, kMonths{"months", 1};
const double kYear = std::sqrt(12.0);  // of a Sharpe ratio per month

std::size_t ran(const RotationFindings& found) { return found.variant_runs.ran.size(); }

std::string definitions(std::size_t count) {
  return count == 1 ? "1 definition" : grouped(static_cast<double>(count), 0) + " definitions";
}

std::string benchmark_title(const RotationFindings& found) {
  const auto* benchmark = headline_benchmark(found);
  return benchmark ? benchmark->title : "the benchmark";
}

bool many(const RotationFindings& found) { return ran(found) > 1; }

void add_benchmark_tests(std::vector<LuckFinding>& all, const RotationFindings& found) {
  const auto& luck = found.luck;
  const auto who = many(found) ? "the best of " + definitions(ran(found)) : std::string("this definition");
  all.push_back(
      {"Reality check (White)", luck.reality_check_p, kProbability,
       fmt::format("chance of {} being as far ahead of {} by luck alone", who, benchmark_title(found))});
  all.push_back({"SPA (Hansen)", luck.spa_p, kProbability,
                 "the same of leads over their own spread (studentised), poor definitions not counted "
                 "against it; so it may "
                 "be above or below the reality check's"});
  all.push_back(
      {"SPA, lower bound", luck.spa_lower_p, kProbability, "as if poor ones were as poor as they look"});
  all.push_back(
      {"SPA, upper bound", luck.spa_upper_p, kProbability, "as if all were as good as the benchmark"});
  all.push_back({"StepM (Romano and Wolf)", luck.own_adjusted_p, kProbability,
                 "p of the study's own definition, allowing for all that were tried"});
  if (many(found))
    all.push_back({"Better by StepM", static_cast<double>(luck.better), kCount,
                   fmt::format("of {} at 5%", definitions(ran(found)))});
  all.push_back({"Block length", luck.block_length, kMonths,
                 "of the months drawn anew for these tests, on average (stationary bootstrap)"});
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

std::string tried_paragraph(const RotationFindings& found) {
  const auto& luck = found.luck;
  auto text = luck.trials == 1 ? std::string("One definition was tried")
                               : fmt::format("{} were tried", definitions(luck.trials));
  if (luck.earlier > 0)
    text += fmt::format(", {} of them in earlier runs", grouped(static_cast<double>(luck.earlier), 0));
  const auto lead = chance_in_words(luck.deflated_lead), benchmark = benchmark_title(found);
  if (luck.trials > 1)
    return text + fmt::format(
                      ". The probability that the study's own lead on {} is truly more than the best of so "
                      "many would "
                      "show without any skill is {} (deflated lead).",
                      benchmark, lead);
  return text +
         fmt::format("; the probability that its lead on {} is truly above zero is {}.", benchmark, lead);
}

// Variants are compared over months that all of them have.
std::string months_of_tests(const RotationFindings& found) {
  if (!compares_other_months(found)) return {};
  return fmt::format("Over {}, the months that all definitions have (not those of the figures above): ",
                     variant_months_in_words(found));
}

std::string benchmark_paragraph(const RotationFindings& found) {
  const auto& luck = found.luck;
  const auto benchmark = benchmark_title(found);
  const auto when = months_of_tests(found);
  const auto blocks =
      std::isfinite(luck.block_length)
          ? fmt::format(", months drawn in blocks of {} on average", fixed(luck.block_length, 1))
          : std::string();
  if (!many(found))
    return fmt::format("{}{}uck alone would put it as far ahead of {} with {} (SPA{}).", when,
                       when.empty() ? "L" : "l", benchmark, p_in_words(luck.spa_p), blocks);
  return fmt::format(
      "{}{}uck alone would put the best of {} as far ahead of {} with {} (SPA, of leads over their own "
      "spread; {} and {} "
      "at its bounds, reality check, of plain leads, {}{}). Allowing for all of them the study's own has {} "
      "(StepM), and {} of them {} "
      "better at 5%.",
      when, when.empty() ? "L" : "l", definitions(ran(found)), benchmark, p_in_words(luck.spa_p),
      fixed(luck.spa_lower_p, 2), fixed(luck.spa_upper_p, 2), fixed(luck.reality_check_p, 2), blocks,
      p_in_words(luck.own_adjusted_p),
      luck.better == 0 ? std::string("none") : grouped(static_cast<double>(luck.better), 0),
      luck.better == 1 ? "is" : "are");
}

// Near a half there is one verdict: whoever picks at random has one below the median as often.
std::string what_choice_is_worth(double overfitting) {
  if (overfitting < 0.25) return "the choice carries over";
  if (overfitting < 0.4) return "the choice carries over only in part";
  return overfitting <= 0.6 ? "the choice is no better than chance" : "the choice is worse than chance";
}

std::string overfitting_paragraph(const RotationLuck& luck) {
  return fmt::format(
      "Who had picked the best in one half of the months would have had one below the median in the other "
      "half "
      "in {} of the ways to halve them, and a loss over cash in {}: {}.",
      chance_in_words(luck.overfitting), chance_in_words(luck.overfitting_loss),
      what_choice_is_worth(luck.overfitting));
}

std::string thirds_paragraph(const RotationFindings& found) {
  std::vector<std::string> ratios;
  for (const double ratio : found.luck.sharpe_of_thirds) ratios.push_back(fixed(ratio, 2));
  return fmt::format("Sharpe ratio by thirds of {}: {}.", variant_months_in_words(found),
                     joined_with_and(ratios));
}

bool thirds_known(const RotationLuck& luck) {
  return !luck.sharpe_of_thirds.empty() &&
         std::none_of(luck.sharpe_of_thirds.begin(), luck.sharpe_of_thirds.end(),
                      [](double ratio) { return std::isnan(ratio); });
}

// "SPA p = 0.31, StepM p = 0.62".
std::string evidence(const RotationFindings& found) {
  auto text = "SPA " + p_in_words(found.luck.spa_p);
  if (many(found)) text += ", StepM " + p_in_words(found.luck.own_adjusted_p);
  return text;
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
    all.push_back({fmt::format("Sharpe ratio, {} third", kThirds[i]), thirds[i], kRatio,
                   "a year's; of " + variant_months_in_words(found)});
  return all;
}

LuckVerdict luck_verdict(const RotationFindings& found) {
  const auto& luck = found.luck;
  const auto* benchmark = headline_benchmark(found);
  if (!benchmark || std::isnan(benchmark->relative.excess) || std::isnan(luck.spa_p) ||
      std::isnan(luck.own_adjusted_p))
    return LuckVerdict::unknown;
  if (benchmark->relative.excess < 0) return LuckVerdict::trailed;
  if (luck.spa_p > kLevel || luck.own_adjusted_p > kLevel) return LuckVerdict::luck;
  return luck.deflated_lead >= 1 - kLevel ? LuckVerdict::convinces : LuckVerdict::in_part;
}

std::string verdict_in_words(const RotationFindings& found) {
  const auto says = [&](const std::string& words) { return fmt::format("{} ({})", words, evidence(found)); };
  switch (luck_verdict(found)) {
    case LuckVerdict::convinces: return says("luck does not explain the lead");
    case LuckVerdict::in_part:
      return fmt::format("luck explains the lead in part ({}, but deflated lead {})", evidence(found),
                         chance_in_words(found.luck.deflated_lead));
    case LuckVerdict::luck: return says("luck explains as much");
    case LuckVerdict::trailed: return says(fmt::format("it did not beat {}", benchmark_title(found)));
    case LuckVerdict::unknown: return "how much of it is luck cannot be told";
  }
  return {};
}

std::vector<std::string> luck_in_words(const RotationFindings& found) {
  std::vector<std::string> paragraphs = {benchmark_paragraph(found), tried_paragraph(found)};
  if (!std::isnan(found.luck.overfitting)) paragraphs.push_back(overfitting_paragraph(found.luck));
  if (thirds_known(found.luck)) paragraphs.push_back(thirds_paragraph(found));
  return paragraphs;
}

}  // namespace rerate
