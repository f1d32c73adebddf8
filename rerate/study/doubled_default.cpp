#include "rerate/study/doubled_default.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "rerate/multiverse/choice_words.h"

namespace rerate {
namespace {

bool is_same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

// Definitions that take the first option of a choice beside those that differ in it alone.
class DefaultPairs {
 public:
  DefaultPairs(const DefinitionRuns& runs, std::size_t choice) : runs_(runs), choice_(choice) {
    const auto& choices = runs.lattice.choices();
    for (auto later = choice + 1; later < choices.size(); ++later) stride_ *= choices[later].options.size();
  }

  // Whether an option gives all that the first does, in every such pair and in one at least.
  bool gives_the_same(std::size_t option) const {
    bool any = false;
    for (std::size_t place = 0; place < runs_.definitions.size(); ++place) {
      const auto other = partner(runs_.definitions[place], option);
      if (!other) continue;
      if (!same_figures(place, *other)) return false;
      any = any || gives_any(place);
    }
    return any;
  }

 private:
  std::optional<std::size_t> partner(std::uint64_t definition, std::size_t option) const {
    if (definition / stride_ % runs_.lattice.choices()[choice_].options.size() != 0) return std::nullopt;
    const auto wanted = definition + stride_ * option;
    if (runs_.whole) return static_cast<std::size_t>(wanted);
    const auto at = std::lower_bound(runs_.definitions.begin(), runs_.definitions.end(), wanted);
    if (at == runs_.definitions.end() || *at != wanted) return std::nullopt;
    return static_cast<std::size_t>(at - runs_.definitions.begin());
  }

  bool same_figures(std::size_t a, std::size_t b) const {
    return std::ranges::all_of(
               runs_.numbers,
               [&](const auto& column) { return is_same(column.values[a], column.values[b]); }) &&
           std::ranges::all_of(runs_.sets,
                               [&](const auto& column) { return column.sets[a] == column.sets[b]; });
  }

  bool gives_any(std::size_t place) const {
    return std::ranges::any_of(runs_.numbers,
                               [&](const auto& column) { return !std::isnan(column.values[place]); });
  }

  const DefinitionRuns& runs_;
  std::size_t choice_;
  std::uint64_t stride_ = 1;
};

// A key that the section leaves out: the options of `vary` stand behind "default".
bool is_left_out(const LatticeChoice& choice) {
  return choice.usual == 0 && !choice.ordered && choice.options.front() == "default";
}

}  // namespace

std::vector<std::string> doubled_defaults(const SectionRequest& section, const DefinitionRuns& runs) {
  std::vector<std::string> told;
  const auto& choices = runs.lattice.choices();
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (!is_left_out(choices[i])) continue;
    const DefaultPairs pairs(runs, i);
    std::vector<std::size_t> same;
    for (std::size_t option = 1; option < choices[i].options.size(); ++option)
      if (pairs.gives_the_same(option)) same.push_back(option);
    if (same.empty() || (same.size() + 1 == choices[i].options.size() && same.size() > 1)) continue;
    for (const auto option : same)
      told.push_back(fmt::format(
          "{} {} gives the same as leaving `{}` out, in every definition: the study's own counts twice. "
          "Write "
          "it as the value of `{}` in the section, or leave it out of `vary`.",
          choice_in_words(choices[i].name), option_in_words(choices[i].name, choices[i].options[option]),
          section.choices->paths[i], section.choices->paths[i]));
  }
  return told;
}

}  // namespace rerate
