#include "rerate/study/credit_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::string in_months_of(Frequency frequency) {
  return frequency == Frequency::monthly ? "months" : frequency == Frequency::weekly ? "weeks" : "days";
}

std::string thresholds_in_words(const CreditThresholds& thresholds, const std::string& unit) {
  std::vector<std::string> parts;
  if (thresholds.percentile)
    parts.push_back(
        fmt::format("from percentile {} of the figures so far", shortest(*thresholds.percentile)));
  if (thresholds.change_3m)
    parts.push_back(fmt::format("from {}{} {} in three months", *thresholds.change_3m < 0 ? "" : "+",
                                shortest(*thresholds.change_3m), unit_of_change(unit)));
  return parts.size() == 2 ? parts[0] + " or " + parts[1] : parts.empty() ? "" : parts[0];
}

std::string condition_in_words(const CreditStateRule::Condition& condition,
                               const std::optional<CreditRequest::Condition>& asked,
                               const std::string& unit) {
  if (const auto* use = asked ? std::get_if<SeriesUse>(&*asked) : nullptr) return "when " + use->formula;
  return thresholds_in_words(std::get<CreditThresholds>(condition), unit);
}

std::string rule_in_words(const CreditRequest& request, const CreditQuestion& question,
                          const std::string& unit) {
  const auto stress = condition_in_words(question.rule.stress, request.stress, unit);
  const auto watch = condition_in_words(question.rule.watch, request.watch, unit);
  std::string text;
  if (!stress.empty()) text += "stress " + stress + "; ";
  if (!watch.empty()) text += "watch " + watch + "; ";
  text += "else all-clear";
  return request.stress || request.watch ? text : text + " (the usual rule)";
}

std::string called(const std::string& name, const SeriesUse& use) {
  return is_plain_name(use.formula) ? name : fmt::format("{} ({})", name, use.formula);
}

// Which return it is; nothing for a level.
std::string dividends(Kind kind) {
  if (kind == Kind::total_return_index) return ", dividends reinvested";
  return kind == Kind::price_index ? ", without dividends" : "";
}

Fact sample_fact(const CreditReading& reading) {
  const auto& history = reading.history;
  return {"Sample",
          fmt::format("{} {}, {} to {}; percentile and z among all of them, z = (x - median) / (1.4826 MAD)",
                      grouped(static_cast<double>(history.size()), 0), in_months_of(history.frequency),
                      period_in_words(history.period(0)), period_in_words(reading.spread.at))};
}

void add_sector_facts(const CreditReading& reading, const CreditNames& names, const CreditQuestion& question,
                      std::vector<Fact>& facts) {
  if (reading.sectors.empty()) return;
  facts.push_back(
      {"Sectors",
       fmt::format("z less the index's, both among the periods they share; distress is rising when that "
                   "is above {} and above three months earlier",
                   shortest(question.sector_threshold))});
  if (!reading.sector_sum || reading.sector_sum->gaps.empty()) return;
  const auto& gaps = reading.sector_sum->gaps;
  facts.push_back(
      {"Sum of the sectors", fmt::format("weighted mean less index {} in {}, checked over {}",
                                         change_in_words(gaps.back().gap, names.unit),
                                         period_in_words(gaps.back().at), count_of(gaps.size(), "month"))});
}

void add_distress_fact(const CreditReading& reading, const CreditNames& names, const CreditQuestion& question,
                       std::vector<Fact>& facts) {
  if (!reading.distress) return;
  const auto& distress = *reading.distress;
  auto text = fmt::format("share of the weight with a spread above {}, of {} in {}",
                          spread_in_words(question.distress_level, names.unit),
                          count_of(static_cast<std::size_t>(distress.counted), "constituent"),
                          period_in_words(distress.at));
  std::vector<std::string> heaviest;
  for (const auto i : distress.distressed) heaviest.push_back(names.constituents[i]);
  if (!heaviest.empty()) text += ": " + some_of(heaviest);
  facts.push_back({"Distress", text});
}

// What the note cannot say, and what it would take.
void add_not_told(const CreditReading& reading, std::vector<Fact>& facts) {
  std::vector<std::string> missing;
  if (reading.sectors.empty())
    missing.push_back("which sectors are in distress (no sector spreads are given)");
  if (!reading.distress) missing.push_back("the share in distress (no constituents are given)");
  if (!missing.empty()) facts.push_back({"Not told", joined_with_and(missing)});
}

void warn_of_sum(const CreditReading& reading, const CreditNames& names, std::vector<std::string>& warnings) {
  if (!reading.sector_sum) return;
  const auto& sum = *reading.sector_sum;
  if (sum.gaps.empty()) {
    warnings.push_back(
        "The sectors and the index share no period, so whether they add up cannot be checked.");
    return;
  }
  const auto beyond = sum.beyond();
  if (beyond.empty()) return;
  std::vector<std::string> months;
  for (const auto& one : beyond)
    months.push_back(fmt::format("{} ({})", period_in_words(one.at), change_in_words(one.gap, names.unit)));
  warnings.push_back(
      fmt::format("The sectors do not add up: their weighted mean is more than {} from the index in {} of "
                  "{}: {}.",
                  spread_in_words(sum.tolerance, unit_of_change(names.unit)), beyond.size(),
                  count_of(sum.gaps.size(), "month"), some_of(months)));
}

void warn_of_sectors(const CreditReading& reading, const CreditNames& names,
                     std::vector<std::string>& warnings) {
  std::vector<std::string> early;
  for (const auto& one : reading.sectors)
    if (one.at != reading.spread.at)
      early.push_back(fmt::format("{} ({})", names.sectors[one.sector], period_in_words(one.at)));
  if (!early.empty())
    warnings.push_back(
        fmt::format("Sectors whose figures end before the index's in {} are read at their own "
                    "newest: {}.",
                    period_in_words(reading.spread.at), some_of(early)));
}

}  // namespace

std::vector<Fact> credit_facts(const CreditReading& reading, const CreditNames& names,
                               const CreditRequest& request, const CreditQuestion& question,
                               const SectionContext& context) {
  std::vector<Fact> facts = {
      {"Spread", called(names.spread, request.spread)},
      sample_fact(reading),
      {"State", rule_in_words(request, question, names.unit)},
      {"History of states", "at the last figure of each month, from what was known then"}};
  facts.push_back({"Crests", describe(EpisodeRule{reading.crest_rule}) +
                                 (request.crests ? "" : " (the usual rule; the amplitude is 1.4826 MAD)")});
  if (request.ebp)
    facts.push_back({"Excess bond premium", fmt::format("{}, newest figure of {}", request.ebp->formula,
                                                        period_in_words(reading.bond_premium->at))});
  add_sector_facts(reading, names, question, facts);
  add_distress_fact(reading, names, question, facts);
  if (reading.records.all.judged > 0)
    facts.push_back({"Recession after a state",
                     "in any of the twelve months after; months of the last two years are not judged, as "
                     "recessions are announced late"});
  if (request.asset) {
    const auto& asset = context.input(*request.asset);
    facts.push_back(
        {"Return after a state",
         fmt::format("of {}{}, over twelve months from the first price after the state was known; windows "
                     "overlap, p by circular shifts of the whole pattern",
                     called(asset.title, *request.asset), dividends(asset.series.type.kind))});
  }
  add_not_told(reading, facts);
  return facts;
}

std::vector<std::string> credit_warnings(const CreditReading& reading, const CreditNames& names,
                                         bool ebp_stale) {
  std::vector<std::string> warnings;
  if (names.stale)
    warnings.push_back(fmt::format("The newest figure of {} is of {}: what credit says today is not known.",
                                   names.spread, period_in_words(reading.spread.at)));
  if (ebp_stale)
    warnings.push_back(fmt::format("The newest excess bond premium is of {}, too old to speak of today.",
                                   period_in_words(reading.bond_premium->at)));
  if (!reading.now) warnings.push_back("The rule gives no state at the newest figure.");
  if (reading.cycle.crests.empty())
    warnings.push_back("The rule finds no crest, so the place in the cycle is not known.");
  warn_of_sectors(reading, names, warnings);
  warn_of_sum(reading, names, warnings);
  if (reading.distress && !reading.distress->left_out.empty()) {
    std::vector<std::string> left_out;
    for (const auto i : reading.distress->left_out) left_out.push_back(names.constituents[i]);
    warnings.push_back(
        fmt::format("Without a spread or a weight in {} and left out of the distress share: {}.",
                    period_in_words(reading.distress->at), some_of(left_out)));
  }
  return warnings;
}

}  // namespace rerate
