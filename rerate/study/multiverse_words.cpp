#include "rerate/study/multiverse_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "rerate/multiverse/choice_words.h"
#include "rerate/statistics/fragility.h"
#include "rerate/study/figure_words.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr std::size_t kMostOptionsNamed = 8, kOptionsAtEnds = 3;

struct Range {
  double low, high;
};

std::optional<Range> range_of(std::span<const double> values) {
  std::optional<Range> range;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    if (!range) range = Range{value, value};
    range->low = std::min(range->low, value);
    range->high = std::max(range->high, value);
  }
  return range;
}

// ", which find 10 to 24 episodes".
std::string episodes_in_words(const Section& section, const DefinitionRuns& runs,
                              const MultiverseLead& lead) {
  const auto* episodes = runs.number("episodes");
  if (section.kind != "event_study" || !episodes || lead.name == "episodes") return {};
  const auto range = range_of(episodes->values);
  if (!range || range->low == range->high) return {};
  return fmt::format(", which find {} episodes", range_in_words(range->low, range->high, "count"));
}

std::string spread_in_words(const Section& section, const DefinitionRuns& runs, const MultiverseLead& lead) {
  const auto range = range_of(lead.given.values);
  if (!range) return fmt::format("{}: given by none of {}", lead.title, definitions_in_words(runs));
  auto text =
      !varies(range->low, range->high)
          ? fmt::format("{}: {} in all of {}", lead.title, figure_in_words(range->low, lead.unit),
                        definitions_in_words(runs))
          : fmt::format("{}: {} over {}", lead.title, range_in_words(range->low, range->high, lead.unit),
                        definitions_in_words(runs));
  text += episodes_in_words(section, runs, lead);
  const auto without = runs.definitions.size() - lead.numbers;
  if (without > 0)
    text += fmt::format("; {} of them {} none", grouped(static_cast<double>(without), 0),
                        without == 1 ? "gives" : "give");
  return text;
}

bool has_side(const MultiverseLead& lead, double own) {
  return !std::isnan(lead.rule.neutral) && !std::isnan(own) && own != lead.rule.neutral;
}

std::string flips_in_words(const MultiverseLead& lead, double own) {
  const auto& flips = lead.found.flips;
  std::vector<std::string> told;
  if (flips.sign) told.push_back(flips.sign->words);
  if (flips.significance) told.push_back(flips.significance->words);
  auto text = joined_with_and(told);
  if (!text.empty()) return "; " + text;
  if (!has_side(lead, own) || lead.numbers < 2) return {};
  return lead.rule.neutral == 0 ? "; none turns the sign"
                                : fmt::format("; none takes it across {}", lead.rule.neutral);
}

double share_of(const ChoiceShare& share) { return share.shapley.value_or(share.first_order); }

std::string shares_in_words(const std::vector<ChoiceShare>& shares) {
  constexpr double kMost = 0.5, kSome = 0.1;
  if (shares.empty() || !(share_of(shares.front()) >= kSome)) return {};
  const auto told = [](const ChoiceShare& share) {
    return fmt::format("{} ({})", choice_in_words(share.choice), share_in_words(share_of(share)));
  };
  if (share_of(shares.front()) >= kMost)
    return fmt::format("; most of the spread hangs on {}", told(shares.front()));
  if (shares.size() < 2 || !(share_of(shares[1]) >= kSome))
    return fmt::format("; {} matters most", told(shares.front()));
  return fmt::format("; {} and {} matter most", told(shares[0]), told(shares[1]));
}

std::string shifts_in_words(const JointShiftTest& test, std::string_view unit) {
  return fmt::format(
      "over all definitions the median effect beside the mean of all dates is {} ({}), and {} of them are "
      "above it ({}); against the same patterns of events at all {} places of the calendar",
      figure_in_words(test.median_effect, unit), p_in_words(test.p_median),
      share_in_words(test.share_positive), p_in_words(test.p_share),
      grouped(static_cast<double>(test.dates), 0));
}

std::string stepdown_in_words(const DefinitionRuns& runs, double alpha) {
  const auto& joint = runs.joint;
  auto text = fmt::format("{} as in the study", p_in_words(joint.own_adjusted_p));
  if (!std::isnan(joint.best_adjusted_p))
    text += fmt::format("; {} for the strongest definition ({})", p_in_words(joint.best_adjusted_p),
                        runs.lattice.difference(joint.best));
  return text + fmt::format("; {} different {} at or below {}",
                            joint.significant_adjusted == 0 ? "no" : few_in_words(joint.significant_adjusted),
                            joint.significant_adjusted == 1 ? "one stays" : "ones stay",
                            fmt::format("{:g}", alpha));
}

}  // namespace

std::string definitions_in_words(const DefinitionRuns& runs) {
  auto text = count_of(runs.definitions.size(), "definition");
  if (!runs.whole) text += fmt::format(", an even sample of {}", runs.lattice.size_in_words());
  if (runs.distinct > 0 && runs.distinct < runs.definitions.size())
    text += fmt::format(", {} of them different", grouped(static_cast<double>(runs.distinct), 0));
  return text;
}

std::string multiverse_sentence(const Section& section, const DefinitionRuns& runs,
                                const MultiverseLead& lead) {
  const double own = lead.given.values[runs.own];
  return spread_in_words(section, runs, lead) + flips_in_words(lead, own) +
         shares_in_words(lead.found.shares) + ".";
}

std::vector<Fact> joint_facts(const DefinitionRuns& runs, const MultiverseLead& lead) {
  std::vector<Fact> facts;
  const auto& joint = runs.joint;
  if (joint.shifts && joint.shifts->definitions > 0)
    facts.push_back({"All definitions together", capitalised(shifts_in_words(*joint.shifts, lead.unit))});
  if (!std::isnan(joint.own_adjusted_p))
    facts.push_back(
        {"Corrected for the choice", stepdown_in_words(runs, lead.rule.alpha) + " (Romano and Wolf)"});
  if (!std::isnan(joint.spa_p))
    facts.push_back({"Best of all definitions",
                     fmt::format("{} that none of them, followed as a strategy, beats doing nothing "
                                 "(superior predictive ability)",
                                 p_in_words(joint.spa_p))});
  return facts;
}

std::string options_in_words(const LatticeChoice& choice) {
  std::vector<std::string> others;
  for (std::size_t i = 0; i < choice.options.size(); ++i)
    if (i != choice.usual) others.push_back(option_in_words(choice.name, choice.options[i]));
  const auto own = option_in_words(choice.name, choice.options[choice.usual]);
  if (others.size() < kMostOptionsNamed)
    return others.empty() ? own : fmt::format("{}, {}", own, fmt::join(others, ", "));
  return fmt::format("{}, {} .. {} ({} options)", own,
                     fmt::join(others.begin(), others.begin() + kOptionsAtEnds, ", "), others.back(),
                     grouped(static_cast<double>(choice.options.size()), 0));
}

std::string means_in_words(const LatticeChoice& choice, const std::vector<double>& means,
                           std::string_view unit) {
  std::vector<std::string> told;
  std::optional<std::size_t> least, most;
  for (std::size_t i = 0; i < means.size() && i < choice.options.size(); ++i) {
    if (std::isnan(means[i])) continue;
    told.push_back(fmt::format("{}: {}", option_in_words(choice.name, choice.options[i]),
                               figure_in_words(means[i], unit)));
    if (!least || means[i] < means[*least]) least = i;
    if (!most || means[i] > means[*most]) most = i;
  }
  if (told.size() <= kMostOptionsNamed) return fmt::format("{}", fmt::join(told, "; "));
  const auto at = [&](std::size_t i) {
    return fmt::format("{} ({})", figure_in_words(means[i], unit),
                       option_in_words(choice.name, choice.options[i]));
  };
  return fmt::format("lowest {}, highest {}", at(*least), at(*most));
}

}  // namespace rerate
