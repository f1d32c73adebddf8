#include "rerate/study/multiverse_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"
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

// "4 definitions, an even sample of 6".
std::string counted_definitions(const DefinitionRuns& runs) {
  auto text = count_of(runs.definitions.size(), "definition");
  if (!runs.whole) text += fmt::format(", an even sample of {}", runs.lattice.size_in_words());
  return text;
}

// "7.5 pp in all of 9 definitions", "7.5 pp in 8 of 9 definitions".
std::string same_in_words(double value, const DefinitionRuns& runs, const MultiverseLead& lead) {
  const auto figure = figure_in_words(value, lead.unit);
  if (lead.numbers == runs.definitions.size())
    return fmt::format("{} in all of {}", figure, definitions_in_words(runs));
  return fmt::format("{} in {} of {}", figure, grouped(static_cast<double>(lead.numbers), 0),
                     counted_definitions(runs));
}

std::string spread_in_words(const Section& section, const DefinitionRuns& runs, const MultiverseLead& lead) {
  const auto range = range_of(lead.given.values);
  if (!range) return fmt::format("{}: given by none of {}", lead.title, definitions_in_words(runs));
  auto text = lead.title + ": ";
  text += varies(range->low, range->high)
              ? fmt::format("{} over {}", range_in_words(range->low, range->high, lead.unit),
                            definitions_in_words(runs))
              : same_in_words(range->low, runs, lead);
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
  const auto range = range_of(lead.given.values);
  if (!has_side(lead, own) || lead.numbers < 2 || !varies(range->low, range->high)) return {};
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

// "0.16", "below 0.001".
std::string probability_in_words(double p) {
  auto text = p_in_words(p);
  if (text.starts_with("p = ")) return text.substr(4);
  if (text.starts_with("p < ")) return "below " + text.substr(4);
  return text.starts_with("p > ") ? "above " + text.substr(4) : text;
}

std::string shifts_in_words(const JointShiftTest& test, std::string_view unit) {
  return fmt::format(
      "over all definitions the median effect beside the mean of all dates is {} ({}), and {} of them are "
      "above it ({}); against the same patterns of events at all {} places of the calendar",
      figure_in_words(test.median_effect, unit), p_in_words(test.p_median),
      share_in_words(test.share_positive), p_in_words(test.p_share),
      grouped(static_cast<double>(test.dates), 0));
}

// "The study's own definition has p = 0.034; the strongest (until 52 instead of 51) has p = 0.012."
std::string own_and_strongest(const DefinitionRuns& runs, double times) {
  const auto& joint = runs.joint;
  const auto p = [&](double value) { return p_in_words(std::min(1.0, value * times)); };
  const auto own = fmt::format("The study's own definition has {}", p(joint.own_adjusted_p));
  if (joint.own_is_best) return own + " and is the strongest of all.";
  if (std::isnan(joint.best_adjusted_p)) return own + ".";
  return fmt::format("{}; the strongest ({}) has {}.", own, runs.lattice.difference(joint.best),
                     p(joint.best_adjusted_p));
}

// " 43 of the 1,414 different definitions stay at or below 0.05."
std::string how_many_stay(const std::vector<double>& adjusted_p, double alpha, double times) {
  if (adjusted_p.size() < 2) return {};
  const auto stay =
      static_cast<std::size_t>(std::ranges::upper_bound(adjusted_p, alpha / times) - adjusted_p.begin());
  const auto of = grouped(static_cast<double>(adjusted_p.size()), 0);
  if (stay == adjusted_p.size())
    return fmt::format(" All of the {} different definitions stay at or below {:g}.", of, alpha);
  return fmt::format(" {} of the {} different definitions {} at or below {:g}.",
                     stay == 0 ? "None" : capitalised(few_in_words(stay)), of, stay < 2 ? "stays" : "stay",
                     alpha);
}

// " Two of its 12 events are on dates that not all definitions have: they count in its own figure, not in the chance that it is
// compared with."
std::string left_out_in_words(const JointInference& joint) {
  if (joint.own_left_out == 0) return {};
  const bool one = joint.own_left_out == 1;
  return fmt::format(
      " {} of its {} events {} a date that not all definitions have: {} in its own figure, not in the chance "
      "that it is compared with.",
      capitalised(few_in_words(joint.own_left_out)), grouped(static_cast<double>(joint.own_events), 0),
      one ? "is on" : "are on", one ? "it counts" : "they count");
}

// Whether all anchors of the lattice use hindsight is told with the test.
std::string superior_in_words(const JointInference& joint) {
  const auto* whom = joint.spa_hindsight ? "of all definitions, followed as strategies with hindsight "
                                           "(their dates were not known at the time),"
                                         : "of the definitions whose dates were known at the time, followed "
                                           "as strategies,";
  return fmt::format(
      "If none {} beat doing nothing, the best would do as well as it did with probability {} (superior "
      "predictive ability)",
      whom, probability_in_words(joint.spa_p));
}

}  // namespace

Fact correction_fact(const DefinitionRuns& runs, double alpha, double times, std::int64_t looks) {
  const auto& joint = runs.joint;
  RERATE_ASSERT(!std::isnan(joint.own_adjusted_p), "a correction needs a stepdown");
  auto text = own_and_strongest(runs, times) + how_many_stay(joint.adjusted_p, alpha, times) +
              left_out_in_words(joint) + " Romano and Wolf's stepdown";
  if (times > 1)
    text += fmt::format(", times {:.3g} for the {} looked at so far", times,
                        count_of(static_cast<std::size_t>(looks), "definition"));
  return {"Corrected for the choice", text + "."};
}

std::string definitions_in_words(const DefinitionRuns& runs) {
  auto text = counted_definitions(runs);
  if (runs.distinct == 1 && runs.definitions.size() > 1) return text + ", all alike";
  if (runs.distinct > 0 && runs.distinct < runs.definitions.size())
    text += fmt::format(", {} of them different", grouped(static_cast<double>(runs.distinct), 0));
  return text;
}

std::string stopped_in_words(const StoppedRun& stopped) {
  return fmt::format(
      "Stopped after {} of {}: no fair picture of the rest, so that nothing is made of them, and only the "
      "study's own definition counts as looked at.",
      grouped(static_cast<double>(stopped.done), 0), count_of(stopped.of, "definition"));
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
  if (!std::isnan(joint.spa_p)) facts.push_back({"Best of all definitions", superior_in_words(joint)});
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
