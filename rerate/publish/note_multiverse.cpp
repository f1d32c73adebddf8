#include "rerate/publish/note_multiverse.h"

#include <fmt/format.h>

#include <iterator>

#include "rerate/publish/claim_verdict.h"
#include "rerate/publish/fragility_strip.h"
#include "rerate/publish/fragility_words.h"
#include "rerate/publish/html_text.h"
#include "rerate/publish/number_format.h"
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

std::string callout(const JudgedClaim& claim) {
  return fmt::format(
      "<li class=\"{}\">\n<p class=\"claimed\">{}<strong class=\"verdict\">{}</strong> <span>Claim: "
      "{}</span></p>\n<dl class=\"told\">{}</dl>\n{}</li>\n",
      verdict_look(claim.verdict).colour, verdict_mark(claim.verdict), html_text(capitalised(claim.verdict)),
      html_text(people_sentence(claim.words.empty() ? claim.claimed : claim.words)),
      facts_html(claim_facts(claim)), spread_html(claim));
}

}  // namespace

std::string fragility_badge_html(const KeyFigure& figure) {
  if (!figure.number || !figure.number->fragility) return {};
  const Number& number = *figure.number;
  const NumberFragility& fragility = *number.fragility;
  return fmt::format(
      "<dd class=\"fragile\"><details><summary>{}<span>{}</span></summary><dl>{}</dl></details></dd>",
      fragility_strip(fragility, number.value, number.unit, figure.told),
      html_text(fragility_badge(fragility, number.unit, figure.told)),
      facts_html(fragility_facts(fragility, number.unit, figure.told)));
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

}  // namespace rerate
