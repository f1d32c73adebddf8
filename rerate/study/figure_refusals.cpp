#include "rerate/study/figure_refusals.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rerate/base/spelling.h"
#include "rerate/study/figures.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::string listed(const std::vector<std::string>& names) {
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

void refuse_claimed(const std::string& section, const std::string& kind, const ClaimedFigure& figure,
                    const FiguresHad& has, const Place& place) {
  const bool number = std::holds_alternative<ClaimedNumber>(figure.claimed);
  const auto& its = number ? has.numbers : has.sets;
  const auto& other = number ? has.sets : has.numbers;
  if (std::find(other.begin(), other.end(), figure_name(kind, figure.name)) != other.end())
    refuse(ErrorCode::claim_value,
           fmt::format("a {} is claimed, but it is a {} in the section `{}`: `{}`", number ? "number" : "set",
                       number ? "set" : "number", section, figure.name.substr(0, 80)),
           number ? "Write it as a list of texts: [\"1966\", \"1998-09\"]." : "Write it as a number: 32.2.",
           place);
  const auto all =
      fmt::format("Its numbers: {}. Its sets (lists of texts): {}.", listed(has.numbers), listed(has.sets));
  const auto near = nearest(figure.name, its);
  refuse(ErrorCode::claim_name,
         fmt::format("the section `{}` has no {} of this name: `{}`", section, number ? "number" : "set",
                     figure.name.substr(0, 80)),
         near.empty() ? all : fmt::format("Did you mean `{}`? {}", near, all), place);
}

void refuse_lead(const std::string& lead, const std::vector<std::string>& numbers, const Place& place) {
  refuse(
      ErrorCode::multiverse_setting,
      fmt::format("`lead` is no number that the definitions of the section give: `{}`", lead.substr(0, 80)),
      did_you_mean(lead, numbers,
                   fmt::format("They give {}.", numbers.empty() ? "none" : joined_with_and(numbers))),
      place);
}

}  // namespace rerate
