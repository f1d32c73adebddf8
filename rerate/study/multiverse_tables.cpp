#include "rerate/study/multiverse_tables.h"

#include <algorithm>
#include <cmath>

#include "rerate/multiverse/choice_words.h"
#include "rerate/study/figure_words.h"
#include "rerate/study/multiverse_words.h"
#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

constexpr double kPercent = 100;

bool is_named(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<const Number*> shown_numbers(const Section& section, const MultiverseLead& lead,
                                         const std::vector<std::string>& claimed) {
  std::vector<const Number*> shown;
  const auto add = [&](const auto& wanted) {
    for (const auto& number : section.numbers)
      if (number.fragility && shown.size() < kMostFragilityRows && wanted(number) &&
          std::find(shown.begin(), shown.end(), &number) == shown.end())
        shown.push_back(&number);
  };
  add([&](const Number& number) { return number.name == lead.name; });
  add([&](const Number& number) { return is_named(claimed, number.name); });
  add([&](const Number& number) {
    const auto meaning = meaning_of(section.kind, number.name);
    return meaning.counted || !std::isnan(meaning.neutral);
  });
  return shown;
}

std::vector<Cell> fragility_row(const Number& number) {
  const auto& spread = *number.fragility;
  return {number.title.empty() ? capitalised(spaced(number.name)) : number.title,
          number_cell(number.value),
          spread.definitions,
          number_cell(spread.min),
          number_cell(spread.p05),
          number_cell(spread.median),
          number_cell(spread.p95),
          number_cell(spread.max),
          number_cell(kPercent * spread.same_sign),
          spread.significant ? number_cell(kPercent * *spread.significant) : Cell{},
          number_cell(spread.percentile),
          spread.flip.empty() ? Cell{} : Cell{spread.flip}};
}

const ChoiceShare* share_of(const MultiverseLead& lead, const std::string& choice) {
  for (const auto& share : lead.found.shares)
    if (share.choice == choice) return &share;
  return nullptr;
}

// Choices with a share first, by falling share as found; then the others as in the lattice.
std::vector<const LatticeChoice*> by_share(const Lattice& lattice, const MultiverseLead& lead) {
  std::vector<const LatticeChoice*> ordered;
  for (const auto& share : lead.found.shares)
    for (const auto& choice : lattice.choices())
      if (choice.name == share.choice) ordered.push_back(&choice);
  for (const auto& choice : lattice.choices())
    if (!share_of(lead, choice.name)) ordered.push_back(&choice);
  return ordered;
}

std::vector<Cell> choice_row(const LatticeChoice& choice, const MultiverseLead& lead) {
  std::vector<Cell> row = {choice_in_words(choice.name), options_in_words(choice)};
  const auto* share = share_of(lead, choice.name);
  row.push_back(share && share->shapley ? number_cell(kPercent * *share->shapley) : Cell{});
  row.push_back(share ? number_cell(kPercent * share->first_order) : Cell{});
  row.push_back(share ? Cell{means_in_words(choice, share->option_mean, lead.unit)} : Cell{});
  row.push_back(choice.name);
  return row;
}

}  // namespace

Table fragility_table(const Section& section, const MultiverseLead& lead,
                      const std::vector<std::string>& claimed) {
  Table table{.name = "fragility",
              .title = "How the numbers are spread over the definitions",
              .columns = {{"number", "", "Number", 0},
                          {"headline", "", "This study", 1},
                          {"definitions", "count", "Definitions", 0},
                          {"min", "", "Least", 1},
                          {"p05", "", "5%", 1},
                          {"median", "", "Median", 1},
                          {"p95", "", "95%", 1},
                          {"max", "", "Most", 1},
                          {"same_sign", "percent", "Same side", 0},
                          {"significant", "percent", "Significant", 0},
                          {"percentile", "percent", "Percentile of this study", 0},
                          {"flip", "", "Nearest that says otherwise", 0}}};
  for (const auto* number : shown_numbers(section, lead, claimed)) {
    table.rows.push_back(fragility_row(*number));
    table.row_formats.push_back({number->unit, decimals_of_unit(number->unit)});
  }
  return table;
}

Table choices_table(const Lattice& lattice, const MultiverseLead& lead) {
  Table table{.name = "choices",
              .title = "What there was to choose, and how much of the spread hangs on it",
              .columns = {{"choice", "", "Choice", 0},
                          {"options", "", "Options, the study's own first", 0},
                          {"share", "percent", "Share of the spread", 0},
                          {"first_order", "percent", "By itself", 0},
                          {"means", "", lead.title + " by option", 0},
                          {"key", "", "Key", 0}}};
  for (const auto* choice : by_share(lattice, lead)) table.rows.push_back(choice_row(*choice, lead));
  return table;
}

}  // namespace rerate
