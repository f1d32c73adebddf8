#include "rerate/publish/note_multiverse.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "rerate/publish/claim_verdict.h"
#include "rerate/publish/fragility_strip.h"
#include "rerate/publish/fragility_words.h"
#include "rerate/publish/html_text.h"
#include "rerate/publish/note_table.h"
#include "rerate/publish/number_format.h"
#include "rerate/study/claim_words.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::string facts_html(const std::vector<Fact>& facts) {
  std::string html;
  for (const Fact& fact : facts)
    fmt::format_to(std::back_inserter(html), "<div><dt>{}</dt><dd>{}</dd></div>", html_text(fact.label),
                   html_text(fact.text));
  return html;
}

std::string list_html(const char* heading, const std::vector<std::string>& texts) {
  if (texts.empty()) return {};
  std::string html = fmt::format("<p>{}</p><ul>", heading);
  for (const std::string& text : texts)
    fmt::format_to(std::back_inserter(html), "<li>{}</li>", html_text(capitalised(people_sentence(text))));
  return html + "</ul>";
}

std::string spread_html(const JudgedClaim& claim) {
  if (claim.others.empty() && claim.spread.empty()) return {};
  return fmt::format("<details><summary>{}</summary>{}{}</details>\n",
                     claim.others.empty() ? "How the answers are spread"
                                          : "Other rules that reproduce it, and how the answers are spread",
                     list_html("Over all definitions", claim.spread),
                     list_html("Rules that reproduce it, the nearest first", claim.others));
}

std::size_t column_named(const Table& table, std::string_view name) {
  std::size_t i = 0;
  while (i < table.columns.size() && table.columns[i].name != name) ++i;
  return i;
}

// Figures are named as in the study file: "mean_lead_days 340".
Cell spaced_cell(const Table& table, std::size_t row, std::size_t column) {
  Cell cell = column < table.rows[row].size() ? table.rows[row][column] : Cell{};
  if (auto* text = std::get_if<std::string>(&cell)) *text = spaced_figures(std::move(*text));
  return cell;
}

std::string callout(const JudgedClaim& claim) {
  return fmt::format(
      "<li class=\"{}\">\n<p class=\"claimed\">{}<strong class=\"verdict\">{}</strong> <span>Claim: "
      "{}</span></p>\n<dl class=\"told\">{}</dl>\n{}</li>\n",
      verdict_look(claim.verdict).colour, verdict_mark(claim.verdict),
      html_text(capitalised(verdict_with_source(claim))), html_text(people_sentence(claim_words(claim))),
      facts_html(claim_facts(claim)), spread_html(claim));
}

}  // namespace

std::string fragility_badge_html(const KeyFigure& figure, std::string_view curve) {
  if (!figure.number || !figure.number->fragility) return {};
  const Number& number = *figure.number;
  NumberFragility fragility = *number.fragility;
  const std::string strip = reads_as_one(fragility, number.unit, figure.told)
                                ? std::string()
                                : fragility_strip(fragility, number.value);
  const std::string flip =
      capitalised(people_sentence(std::exchange(fragility.flip, {})));  // a line of its own
  std::string html = fmt::format(
      "<dd class=\"fragile\"><details><summary aria-label=\"Fragility of {}: {}\">{}<span>{}</span>"
      "</summary><dl>{}</dl>",
      html_text(figure.label),
      html_text(fragility_alternative(fragility, number.value, number.unit, figure.told)), strip,
      html_text(fragility_badge(fragility, number.unit, figure.told)),
      facts_html(fragility_facts(fragility, number.unit, figure.told)));
  const auto out = std::back_inserter(html);
  if (!flip.empty()) fmt::format_to(out, "<p>Nearest flip: {}</p>", html_text(flip));
  if (!strip.empty())
    fmt::format_to(out, "<p class=\"key\">Diamond: this figure; tall stroke: median; bar: 5% to 95%{}</p>",
                   crosses_zero(fragility) ? "; dotted: zero" : "");
  if (!curve.empty()) fmt::format_to(out, "<p><a href=\"#{}\">All definitions</a></p>", html_text(curve));
  return html + "</details></dd>";
}

std::string multiverse_summary(const Section& section) {
  if (!section.multiverse) return {};
  if (!section.multiverse->words.empty()) return capitalised(people_sentence(section.multiverse->words));
  const Number* lead = find_number(section, section.multiverse->lead);
  return lead && lead->fragility ? fragility_sentence(*lead->fragility, lead->unit, usual_telling(lead->unit))
                                 : std::string();
}

std::string claim_callouts(const Section& section) {
  if (section.claims.empty()) return {};
  std::string html = "<ul class=\"claims\">\n";
  for (const JudgedClaim& claim : section.claims) html += callout(claim);
  return html + "</ul>\n";
}

Table shown_claims(const Table& table) {
  constexpr std::string_view kShown[] = {"claim", "claimed", "found", "verdict", "rule", "definitions"};
  for (const std::string_view name : kShown)
    if (column_named(table, name) == table.columns.size()) return table;
  Table shown{.name = table.name, .title = table.title};
  for (const std::string_view name : kShown)
    shown.columns.push_back(table.columns[column_named(table, name)]);
  shown.columns.back() = {"definitions", "", "Reproduced by", 0};
  const std::size_t reproducing = column_named(table, "reproducing");
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    shown.rows.emplace_back();
    for (const std::string_view name : kShown)
      shown.rows.back().push_back(spaced_cell(table, row, column_named(table, name)));
    std::string told = cell_text(table, row, column_named(table, "definitions")).text;
    if (told == "1") {
      shown.rows.back().back() = Cell{};  // nothing to choose
      continue;
    }
    if (reproducing < table.columns.size())
      told = fmt::format("{} of {}", cell_text(table, row, reproducing).text, told);
    shown.rows.back().back() = std::move(told);
  }
  return shown;
}

}  // namespace rerate
