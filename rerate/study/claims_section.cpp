#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "rerate/multiverse/claims.h"
#include "rerate/study/claim_words.h"
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

// Those that history was put to; arithmetic on given figures says nothing of it.
std::vector<TitledClaim> put_to_data(std::vector<TitledClaim> claims) {
  std::erase_if(claims, [](const TitledClaim& one) { return one.claim->given; });
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

std::string_view holds_in_words(std::string_view verdict) {
  if (verdict == in_words(Verdict::exact)) return "holds exactly";
  if (verdict == in_words(Verdict::within_rounding)) return "holds within rounding";
  if (verdict == in_words(Verdict::other_rules)) return "holds only under other rules";
  return "is not reproduced";
}

// "3 more are arithmetic on given figures."
std::string given_in_words(std::size_t given, bool more) {
  if (given == 0) return {};
  return fmt::format("{}{} {} arithmetic on given figures.", given, more ? " more" : "",
                     given == 1 ? "is" : "are");
}

// Of those put to data, some of all.
std::string tally(const std::vector<TitledClaim>& claims, const Counts& counts, bool all) {
  if (claims.size() == 1)
    return fmt::format("The {} {}.", all ? "claim" : "one claim put to data",
                       holds_in_words(claims.front().claim->verdict));
  std::vector<std::string> parts;
  bool verb = false;  // "hold" is said once
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    auto part = count_in_words(i, counts[i]);
    if ((i == 1 || i == 2) && !verb) part.insert(part.find(' '), counts[i] == 1 ? " holds" : " hold");
    verb = true;
    parts.push_back(std::move(part));
  }
  return fmt::format("Of {}{} {}.", count_of(claims.size(), "claim"), all ? "" : " put to data",
                     fmt::join(parts, ", "));
}

std::string headline(std::size_t claims, const std::vector<TitledClaim>& put, const Counts& counts) {
  if (claims == 0) return "No claim was judged.";
  const auto given = claims - put.size();
  if (put.empty()) return fmt::format("Of {} {}", count_of(claims, "claim"), given_in_words(given, false));
  const auto told = tally(put, counts, given == 0);
  return given == 0 ? told : told + " " + given_in_words(given, true);
}

std::vector<Number> numbers_of(std::size_t claims, std::size_t given, const Counts& counts) {
  const auto number = [](const char* name, std::size_t count, const char* title) {
    return Number{name, static_cast<double>(count), "count", title};
  };
  return {number("claims", claims, "Claims"),
          number("exact", counts[0], "Exact"),
          number("within_rounding", counts[1], "Within rounding"),
          number("other_rules", counts[2], "Only under other rules"),
          number("not_reproduced", counts[3], "Not reproduced"),
          number("given", given, "Arithmetic on given figures")};
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
                          {"changed", "count", "Choices changed", 0},
                          {"exactly", "count", "Of these exactly", 0}}};
  for (const auto& [claim, section] : claims)
    table.rows.push_back({claim->words, claim->claimed, claim->found, claim->verdict, claim->rule,
                          claim->definitions, claim->section, claim->reproducing, claim->changed,
                          claim->exactly});
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
       "the rule is the nearest: fewest choices changed, the exact one of equally near ones"},
      {"Not reproduced", "none of the definitions; what is shown comes nearest"}};
  if (std::ranges::any_of(claims, [](const TitledClaim& one) { return one.claim->given; }))
    facts.push_back({"From given figures",
                     "the claim follows by arithmetic from figures that the study was given, as the claim's "
                     "author may have "
                     "had it; no history was put to it, and it is not counted among those that hold"});
  const bool sampled =
      std::ranges::any_of(claims, [](const TitledClaim& one) { return !one.claim->sample_of.empty(); });
  if (definitions > 1)
    facts.push_back({"Definitions",
                     fmt::format("every claim is put to {} of its section, at most {}",
                                 sampled ? "all definitions, or an even sample of them," : "all definitions",
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
  auto verdict = verdict_with_source(claim);
  if (claim.miss != claim.verdict) verdict += fmt::format(" ({})", claim.miss);
  add_lines(detail.text, "verdict", {verdict});
  if (claim.definitions > 1) {
    add_lines(detail.text, "rule", {claim.rule});
    auto share = fmt::format("{} of {}", grouped(static_cast<double>(claim.reproducing), 0),
                             judged_by_in_words(claim));
    if (const auto split = exactness_in_words(claim); !split.empty()) share += fmt::format(" ({})", split);
    add_lines(detail.text, "given by", {share});
  }
  add_lines(detail.text, "also", claim.others);
  add_lines(detail.text, "spread", claim.spread);
  return detail;
}

}  // namespace

Section claims_section(const std::string& id, const std::string& title, const std::vector<Section>& others) {
  const auto claims = claims_of(others);
  const auto put = put_to_data(claims);
  const auto counts = counted(put);
  Section section;
  section.id = id;
  section.kind = "claims";
  section.title = title;
  section.headline = headline(claims.size(), put, counts);
  section.facts = facts_of(claims);
  section.numbers = numbers_of(claims.size(), claims.size() - put.size(), counts);
  section.tables = {claims_table(claims)};
  constexpr std::size_t kWorthAChart = 4;
  if (put.size() >= kWorthAChart) section.charts.push_back(verdict_chart(counts, put.size()));
  for (const auto& one : claims) section.details.push_back(detail_of(one));
  return section;
}

}  // namespace rerate
