#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/multiverse/claims.h"
#include "rerate/study/claim_words.h"
#include "rerate/study/claimed_figure_words.h"
#include "rerate/study/figure_refusals.h"
#include "rerate/study/figure_words.h"
#include "rerate/study/given_claims.h"
#include "rerate/study/multiverse_lead.h"
#include "rerate/study/section_multiverse.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view kFromGiven = ", from given figures";

const NamedSet* published_set(const Section& section, std::string_view name) {
  for (const auto& set : section.sets)
    if (set.name == name) return &set;
  return nullptr;
}

// A claim's figures beside what the definitions give. Columns that the runs lack are made of what the section publishes, for the
// study's own definition alone: then the claim is judged by that one only, as the others were not looked at for them.
class ClaimColumns {
 public:
  ClaimColumns(const Section& section, const DefinitionRuns& runs) : section_(section), runs_(runs) {}

  bool has(const ClaimedFigure& figure, const std::string& name) const {
    if (std::holds_alternative<ClaimedNumber>(figure.claimed))
      return runs_.number(name) || find_number(section_, name);
    return runs_.set(name) || published_set(section_, name);
  }
  bool looked_at(const ClaimedFigure& figure, const std::string& name) const {
    return std::holds_alternative<ClaimedNumber>(figure.claimed) ? runs_.number(name) != nullptr
                                                                 : runs_.set(name) != nullptr;
  }
  FigureColumn column(const ClaimedFigure& figure, const std::string& name) {
    return std::holds_alternative<ClaimedNumber>(figure.claimed) ? numbers(name) : sets(name);
  }

 private:
  FigureColumn numbers(const std::string& name) {
    FigureColumn column;
    if (const auto* found = runs_.number(name)) {
      column.numbers = found->values;
      return column;
    }
    auto& values = numbers_.emplace_back(runs_.definitions.size(), kMissing);
    const double own = find_number(section_, name)->value;
    if (std::isfinite(own)) values[runs_.own] = own;
    column.numbers = values;
    return column;
  }
  FigureColumn sets(const std::string& name) {
    FigureColumn column;
    if (const auto* found = runs_.set(name)) {
      column.sets = found->sets;
      column.members = found->members;
      return column;
    }
    auto& places = sets_.emplace_back(runs_.definitions.size(), kNoSet);
    places[runs_.own] = 0;
    column.sets = places;
    column.members = std::span(&published_set(section_, name)->members, 1);
    return column;
  }

  const Section& section_;
  const DefinitionRuns& runs_;
  std::deque<std::vector<double>> numbers_;
  std::deque<std::vector<std::uint32_t>> sets_;
};

void add_name(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::vector<std::string> number_names(const Section& section, const DefinitionRuns& runs) {
  std::vector<std::string> names;
  for (const auto& number : section.numbers) add_name(names, number.name);
  for (const auto& column : runs.numbers) add_name(names, column.name);
  return names;
}

std::vector<std::string> set_names(const Section& section, const DefinitionRuns& runs) {
  std::vector<std::string> names;
  for (const auto& set : section.sets) add_name(names, set.name);
  for (const auto& column : runs.sets) add_name(names, column.name);
  return names;
}

// Counts are what they are, or not.
void mark_counts(const std::string& kind, Claim& claim) {
  for (auto& figure : claim.figures) {
    auto* number = std::get_if<ClaimedNumber>(&figure.claimed);
    if (!number || !meaning_of(kind, figure_name(kind, figure.name)).counted) continue;
    number->counted = true;
    number->tolerance = 0;
  }
}

// What claim_line tells of: the study's own where it reproduces the claim, else the nearest that does, else the best.
const FoundDefinition& told_definition(const ClaimVerdict& verdict) {
  if (verdict.verdict == Verdict::other_rules) return verdict.others.front();
  if (verdict.verdict == Verdict::not_reproduced && verdict.best) return *verdict.best;
  return verdict.own;
}

std::vector<std::string> other_rules(const ClaimVerdict& verdict) {
  std::vector<std::string> rules;
  const auto shown = told_definition(verdict).definition;
  for (const auto& other : verdict.others)
    if (other.definition != shown) rules.push_back(other.rule);
  return rules;
}

// Beyond all, but written like the farthest of them, it is no other number.
std::string standing(const ClaimedNumber& claimed, const Fragility& spread) {
  const auto alike = [&](double value) {
    return fixed(value, claimed.decimals) == fixed(claimed.value, claimed.decimals);
  };
  if (claimed.value > spread.max && alike(spread.max)) return "the largest, rounded";
  if (claimed.value < spread.min && alike(spread.min)) return "the smallest, rounded";
  return standing_in_words(spread.percentile);
}

std::string number_spread(const std::string& label, const ClaimedNumber& claimed, const Fragility& spread) {
  const auto text = [&](double value) { return grouped(value, claimed.decimals); };
  if (spread.min == spread.max)
    return fmt::format("{} {} in all of {}", label, text(spread.min),
                       count_of(spread.definitions, "definition"));
  return fmt::format("{} {} to {}, median {}; {} is {}", label, text(spread.min), text(spread.max),
                     text(spread.median), text(claimed.value), standing(claimed, spread));
}

std::string set_spread(const std::string& label, const FigureSpread& spread) {
  const auto members = spread.commonest->empty() ? "none" : joined_with_and(*spread.commonest);
  if (spread.sets == 1) return fmt::format("{} {} in all definitions", label, members);
  return fmt::format("{}: {} different sets, most often {} ({})", label,
                     grouped(static_cast<double>(spread.sets), 0), members,
                     share_in_words(spread.commonest_share));
}

std::vector<std::string> spread_in_words(const Claim& claim, const ClaimVerdict& verdict) {
  std::vector<std::string> told;
  if (verdict.definitions < 2) return told;
  for (std::size_t i = 0; i < claim.figures.size(); ++i) {
    const auto label = spaced(claim.figures[i].name);
    const auto& spread = verdict.spread[i];
    if (spread.numbers)
      told.push_back(
          number_spread(label, std::get<ClaimedNumber>(claim.figures[i].claimed), *spread.numbers));
    else if (spread.commonest && spread.sets > 0)
      told.push_back(set_spread(label, spread));
  }
  return told;
}

FigureColumn at_place(const FigureColumn& column, std::size_t place) {
  auto alone = column;
  if (!alone.numbers.empty()) alone.numbers = alone.numbers.subspan(place, 1);
  if (!alone.sets.empty()) alone.sets = alone.sets.subspan(place, 1);
  return alone;
}

void warn_of_own_alone(Section& section, const ClaimRequest& request, const std::vector<std::string>& names) {
  section.warnings.push_back(
      fmt::format("{} is judged by the study's own definition alone: {} not worked out for the others.",
                  request.words.empty() ? "A claim" : fmt::format("The claim \"{}\"", request.words),
                  names.size() == 1 ? fmt::format("{} is", names.front()) : joined_with_and(names) + " are"));
}

JudgedClaim judged(Section& section, const ClaimRequest& request, const SectionQuestion& question,
                   const DefinitionRuns& runs) {
  auto claim = request.claim;
  mark_counts(section.kind, claim);
  ClaimColumns its(section, runs);
  std::vector<FigureColumn> columns;
  std::vector<std::string> own_alone;
  for (std::size_t i = 0; i < claim.figures.size(); ++i) {
    const auto& figure = claim.figures[i];
    const auto name = figure_name(section.kind, figure.name);
    if (!its.has(figure, name))
      refuse_claimed(section.id, section.kind, figure,
                     {number_names(section, runs), set_names(section, runs)},
                     i < request.places.size() ? request.places[i] : request.place);
    columns.push_back(its.column(figure, name));
    if (runs.definitions.size() > 1 && !its.looked_at(figure, name)) own_alone.push_back(name);
  }
  std::span<const std::uint64_t> definitions = runs.definitions;
  if (!own_alone.empty()) {
    definitions = definitions.subspan(runs.own, 1);
    for (auto& column : columns) column = at_place(column, runs.own);
    warn_of_own_alone(section, request, own_alone);
  }
  for (auto& figure : claim.figures)
    figure.name = claimed_figure_in_words(section, figure.name, figure_name(section.kind, figure.name));
  const auto verdict = judge(claim, runs.lattice, definitions, columns);
  auto line = claim_line(claim, verdict);
  JudgedClaim told;
  told.section = section.id;
  told.words = request.words.empty() ? line.claimed : request.words;
  told.claimed = std::move(line.claimed);
  told.found = std::move(line.found);
  told.verdict = std::move(line.verdict);
  told.rule = std::move(line.rule);
  told.miss = std::move(line.miss);
  told.definitions = static_cast<std::int64_t>(line.definitions);
  if (!runs.whole && !runs.stopped && own_alone.empty()) told.sample_of = runs.lattice.size_in_words();
  told.reproducing = static_cast<std::int64_t>(line.reproducing);
  told.exactly = static_cast<std::int64_t>(line.exactly);
  told.changed = static_cast<std::int64_t>(told_definition(verdict).distance.choices);
  told.others = other_rules(verdict);
  told.spread = spread_in_words(claim, verdict);
  told.given = is_arithmetic(question, request.claim);
  if (told.given) told.rule += kFromGiven;
  return told;
}

std::string in_brackets(const std::string& text) { return text.empty() ? text : fmt::format(" ({})", text); }

// "exact, as in the study; 9 of 63 definitions give it"
std::string verdict_in_words(const JudgedClaim& claim) {
  const bool lattice = claim.definitions > 1;
  auto text = claim.verdict;
  if (claim.verdict == in_words(Verdict::not_reproduced)) {
    text += fmt::format("; {}{}: {}",
                        !lattice                  ? "found: "
                        : claim.sample_of.empty() ? "the nearest of all definitions has "
                                                  : "the nearest of " + judged_by_in_words(claim) + " has ",
                        claim.found, claim.miss);
    if (lattice || claim.given) text += fmt::format(" ({})", claim.rule);
    return text;
  }
  if (claim.verdict != in_words(Verdict::exact) && claim.miss != "exact") text += ": " + claim.found;
  if (!lattice) return claim.given ? fmt::format("{}, {}", text, claim.rule) : text;
  return fmt::format("{}, {}; {} of {} {} it{}", text, claim.rule,
                     grouped(static_cast<double>(claim.reproducing), 0), judged_by_in_words(claim),
                     claim.reproducing == 1 ? "gives" : "give", in_brackets(exactness_in_words(claim)));
}

}  // namespace

void add_claims(Section& section, const SectionRequest& request, const DefinitionRuns& runs) {
  for (const auto& claim : request.claims) {
    section.claims.push_back(judged(section, claim, request.question, runs));
    const auto& told = section.claims.back();
    section.facts.push_back({"Claim", fmt::format("\"{}\": {}", told.words, verdict_in_words(told))});
  }
}

}  // namespace rerate
