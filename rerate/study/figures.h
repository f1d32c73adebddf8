#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/study/section_context.h"
#include "rerate/study/section_question.h"

namespace rerate {

// What one definition of a section gives, without intervals, charts and words: quick enough to run thousands.
struct Figure {
  std::string name;  // of the section's number
  double value = std::numeric_limits<double>::quiet_NaN();
  double p = std::numeric_limits<double>::quiet_NaN();  // where the number has an exact or analytic p-value
};
// A set of names or dates: the years of false positives, the sectors favoured.
struct FigureSet {
  std::string name, title;
  std::vector<std::string> members;  // dates as 1966-06-01 or 1966-06, so that claims may name the year
};
struct Figures {
  std::vector<Figure> numbers;
  std::vector<FigureSet> sets;
};

// Figures of one definition: the same bits as the section's own numbers of these names. Kinds without a quick way run the
// whole section. Throws UserError where the section would.
Figures figures_of(const SectionQuestion& question, const std::string& id, const SectionContext& context);

// How a number of a kind is to be judged: what would say nothing (0 of a return), whether it is a count, whose p-value is its own.
struct FigureMeaning {
  double neutral = std::numeric_limits<double>::quiet_NaN();  // NaN: has no side (a count, a level)
  bool counted = false;
};
FigureMeaning meaning_of(std::string_view kind, std::string_view name);
// The number that a kind's curve and shares are about when the study names none: "mean".
std::string lead_figure(std::string_view kind);
// What others call the section's figures: "mean_return" is "asset_mean". The name itself when there is no other.
std::string figure_name(std::string_view kind, std::string_view name);

}  // namespace rerate
