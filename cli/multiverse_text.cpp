#include "cli/multiverse_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "rerate/base/utf8.h"
#include "rerate/publish/fragility_words.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_grid.h"
#include "rerate/publish/terminal_multiverse.h"
#include "rerate/publish/terminal_text.h"

namespace rerate::cli {
namespace {

constexpr int kLeastWidth = 60, kMostWidth = 130;
// Of the section's facts those that its definitions give.
constexpr std::array<std::string_view, 4> kFacts = {"All definitions together", "Corrected for the choice",
                                                    "Best of all definitions", "Looked at"};

std::string indented(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += "  " + line + "\n";
  return lines.empty() ? text : text + "\n";
}

std::vector<std::string> tables_of(const Section& section, int width) {
  std::vector<std::string> lines;
  for (const auto& table : section.tables)
    if (table.name == "choices")
      for (const auto& line : terminal_table(table, width)) lines.push_back(line);
  return lines;
}

std::string facts_of(const Section& section, int width) {
  std::vector<Fact> facts;
  if (section.multiverse) facts = multiverse_facts(*section.multiverse);
  for (const auto& fact : section.facts)
    if (std::find(kFacts.begin(), kFacts.end(), fact.label) != kFacts.end()) facts.push_back(fact);
  std::string text;
  for (const auto& fact : facts)
    text += wrap_columns(one_clean_line(fact.label + ": " + people_sentence(fact.text)), width, "  ") + "\n";
  return text;
}

}  // namespace

std::string multiverse_text(const Results& results, const Section& section, const TerminalStyle& style) {
  const int width = std::clamp(style.width, kLeastWidth, kMostWidth);
  const MultiverseStyle inner{width - 2, style.colour, style.unicode};
  const auto bold = [&](const std::string& text) {
    return style.colour ? "\x1b[1m" + text + "\x1b[0m" : text;
  };
  std::string text = bold(fit_columns(one_clean_line(section.title), width)) + "\n";
  text += fmt::format("as of {} · {}\n\n", people_day(results.as_of), one_clean_line(results.study_file));
  if (section.multiverse && !section.multiverse->words.empty())
    text += wrap_columns(one_clean_line(people_sentence(section.multiverse->words)), width, "  ") + "\n\n";
  text += indented(terminal_fragility(section, inner));
  for (const auto& chart : section.charts)
    if (chart.specification) text += indented(terminal_specification(chart, inner));
  text += indented(tables_of(section, width - 2));
  text += facts_of(section, width);
  if (!section.warnings.empty()) text += "\n";
  for (const auto& warning : section.warnings)
    text += wrap_columns("warning: " + one_clean_line(people_sentence(warning)), width, "  ") + "\n";
  return style.unicode ? text : ascii_only(text);
}

}  // namespace rerate::cli
