#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rerate/study/results.h"

namespace rerate {

// How the verdict on a claim looks: each has a shape, words and a colour of its own, so that any one of the three is enough to
// read it. Verdicts nobody knows look like none of them.
struct VerdictLook {
  std::string_view
      colour;  // class of note.css and, with "--chart-", the colour: "good", "watch", "stress", "neutral"
  std::string_view shape;   // inside of a 16 by 16 SVG
  std::string_view symbol;  // in a terminal: "●", "◐", "▲", "■", "○"
  std::string_view ascii;   // "+", "~", "!", "#", "?"
  std::string_view paint;   // ANSI colour
};
const VerdictLook& verdict_look(std::string_view verdict);

// The shape as an SVG element, hidden from who hears the page: words follow.
std::string verdict_mark(std::string_view verdict);

// "mean lead days 340" of "mean_lead_days 340": figures are named as in the study file.
std::string spaced_figures(std::string text);
// What was claimed, as published, or else its figures.
std::string claim_words(const JudgedClaim& claim);

// "24 of 576 definitions (8 exactly, 16 within rounding); the nearest changes 1 choice"; empty where only one was judged.
std::string reproduction_text(const JudgedClaim& claim);

// What a claim says and what was found, one by one. What is not known is left out.
std::vector<Fact> claim_facts(const JudgedClaim& claim);

}  // namespace rerate
