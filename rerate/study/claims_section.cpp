#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "rerate/multiverse/claims.h"
#include "rerate/study/section_multiverse.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr std::array kVerdicts = {Verdict::exact, Verdict::within_rounding, Verdict::other_rules,
                                  Verdict::not_reproduced};
using Counts = std::array<std::size_t, kVerdicts.size()>;

struct TitledClaim {
  const JudgedClaim* claim;
  const Section* section;
};

std::vector<TitledClaim> claims_of(const std::vector<Section>& sections) {
  std::vector<TitledClaim> claims;
  for (const auto& section : sections)
    for (const auto& claim : section.claims) claims.push_back({&claim, &section});
  return claims;
}

Counts counted(const std::vector<TitledClaim>& claims) {
  Counts counts{};
  for (const auto& one : claims)
    for (std::size_t i = 0; i < kVerdicts.size(); ++i)
      counts[i] += one.claim->verdict == in_words(kVerdicts[i]);
  return counts;
}

// "4 hold exactly", "1 holds only under other rules".
std::string count_in_words(std::size_t verdict, std::size_t count) {
  const bool one = count == 1;
  switch (kVerdicts[verdict]) {
    case Verdict::exact: return fmt::format("{} {} exactly", count, one ? "holds" : "hold");
    case Verdict::within_rounding: return fmt::format("{} within rounding", count);
    case Verdict::other_rules: return fmt::format("{} only under other rules", count);
    case Verdict::not_reproduced: return fmt::format("{} {} not reproduced", count, one ? "is" : "are");
  }
  return {};
}

std::string alone_in_words(const std::string& verdict) {
  if (verdict == in_words(Verdict::exact)) return "The claim holds exactly.";
  if (verdict == in_words(Verdict::within_rounding)) return "The claim holds within rounding.";
  if (verdict == in_words(Verdict::other_rules)) return "The claim holds only under other rules.";
  return "The claim is not reproduced.";
}

std::string headline(const std::vector<TitledClaim>& claims, const Counts& counts) {
  if (claims.empty()) return "No claim was judged.";
  if (claims.size() == 1) return alone_in_words(claims.front().claim->verdict);
  std::vector<std::string> parts;
  bool verb = false;  // "hold" is said once
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    auto part = count_in_words(i, counts[i]);
    if ((i == 1 || i == 2) && !verb) part.insert(part.find(' '), counts[i] == 1 ? " holds" : " hold");
    verb = true;
    parts.push_back(std::move(part));
  }
  return fmt::format("Of {} claims {}.", claims.size(), fmt::join(parts, ", "));
}

std::vector<Number> numbers_of(const std::vector<TitledClaim>& claims, const Counts& counts) {
  const auto number = [](const char* name, std::size_t count, const char* title) {
    return Number{name, static_cast<double>(count), "count", title};
  };
  return {number("claims", claims.size(), "Claims"), number("exact", counts[0], "Exact"),
          number("within_rounding", counts[1], "Within rounding"),
          number("other_rules", counts[2], "Only under other rules"),
          number("not_reproduced", counts[3], "Not reproduced")};
}

Table claims_table(const std::vector<TitledClaim>& claims) {
  Table table{.name = "claims",
              .title = "What is claimed, and what holds",
              .columns = {{"claim", "", "Claim", 0},
                          {"claimed", "", "Claimed", 0},
                          {"found", "", "Found", 0},
                          {"verdict", "", "Verdict", 0},
                          {"rule", "", "Rule", 0},
                          {"definitions", "count", "Definitions", 0},
                          {"section", "", "Section", 0},
                          {"reproducing", "count", "Of them reproduce it", 0},
                          {"changed", "count", "Choices changed", 0}}};
  for (const auto& [claim, section] : claims)
    table.rows.push_back({claim->words, claim->claimed, claim->found, claim->verdict, claim->rule,
                          claim->definitions, claim->section, claim->reproducing, claim->changed});
  return table;
}

std::vector<Fact> facts_of(const std::vector<TitledClaim>& claims) {
  std::int64_t definitions = 0;
  for (const auto& one : claims) definitions = std::max(definitions, one.claim->definitions);
  std::vector<Fact> facts = {
      {"Exact", "the study's own definition gives every claimed figure, to the last place that is claimed"},
      {"Within rounding",
       "the same, but a figure is off by no more than its tolerance: one unit of its last claimed place, "
       "where the study says nothing else"},
      {"Only under other rules",
       "the study's own definition does not, but another of its choices does, exactly or within rounding; "
       "the rule is the nearest: fewest choices changed"},
      {"Not reproduced", "none of the definitions; what is shown comes nearest"}};
  if (definitions > 1)
    facts.push_back({"Definitions", fmt::format("every claim is put to all definitions of its section, at "
                                                "most {}",
                                                grouped(static_cast<double>(definitions), 0))});
  return facts;
}

Chart verdict_chart(const Counts& counts, std::size_t claims) {
  Chart chart;
  chart.id = "verdicts";
  chart.title = fmt::format("{} by verdict", count_of(claims, "claim"));
  chart.y_title = "claims";
  std::vector<std::string> told;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    chart.bars.push_back({capitalised(std::string(in_words(kVerdicts[i]))), static_cast<double>(counts[i])});
    told.push_back(fmt::format("{} {}", in_words(kVerdicts[i]), counts[i]));
  }
  chart.alternative = fmt::format("Claims by verdict: {}.", joined_with_and(told));
  return chart;
}

void add_lines(std::string& text, const char* label, const std::vector<std::string>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i)
    text += fmt::format("{:<10}{}\n", i == 0 ? label : "", lines[i]);
}

Detail detail_of(const TitledClaim& one) {
  const auto& claim = *one.claim;
  Detail detail{claim.words, {}};
  add_lines(detail.text, "claimed", {claim.claimed});
  add_lines(detail.text, "found", {claim.found});
  auto verdict = claim.verdict;
  if (claim.miss != claim.verdict) verdict += fmt::format(" ({})", claim.miss);
  add_lines(detail.text, "verdict", {verdict});
  if (claim.definitions > 1) {
    const auto total = count_of(static_cast<std::size_t>(claim.definitions), "definition");
    add_lines(detail.text, "rule", {claim.rule});
    add_lines(detail.text, "given by",
              {fmt::format("{} of {}", grouped(static_cast<double>(claim.reproducing), 0), total)});
  }
  add_lines(detail.text, "also", claim.others);
  add_lines(detail.text, "spread", claim.spread);
  return detail;
}

}  // namespace

Section claims_section(const std::string& id, const std::string& title, const std::vector<Section>& others) {
  const auto claims = claims_of(others);
  const auto counts = counted(claims);
  Section section;
  section.id = id;
  section.kind = "claims";
  section.title = title;
  section.headline = headline(claims, counts);
  section.facts = facts_of(claims);
  section.numbers = numbers_of(claims, counts);
  section.tables = {claims_table(claims)};
  constexpr std::size_t kWorthAChart = 4;
  if (claims.size() >= kWorthAChart) section.charts.push_back(verdict_chart(counts, claims.size()));
  for (const auto& one : claims) section.details.push_back(detail_of(one));
  return section;
}

}  // namespace rerate
