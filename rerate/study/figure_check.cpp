#include "rerate/study/figure_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rerate/base/spelling.h"
#include "rerate/study/figure_refusals.h"
#include "rerate/study/figures.h"
#include "rerate/study/possible_figures.h"

namespace rerate {
namespace {

void check_lead(const SectionRequest& section, const PossibleFigures& figures) {
  const auto& settings = section.multiverse;
  if (settings.lead.empty()) return;
  auto given = figures;
  if (section.choices) given.numbers = numbers_of_definitions(section.kind, std::move(given.numbers));
  if (!can_have_number(given, settings.lead)) refuse_lead(settings.lead, given.numbers, settings.place);
}

void check_members(const SectionRequest& section, const std::string& name, const ClaimedMembers& claimed,
                   const Place& place) {
  if (claimed.members.empty()) return;
  const auto possible = possible_members(section, name);
  if (possible.empty()) return;
  for (const auto& member : claimed.members)
    if (std::ranges::find(possible, member) == possible.end())
      refuse(ErrorCode::claim_value,
             fmt::format("`{}` of the section `{}` cannot hold this: `{}`", name, section.id,
                         member.substr(0, 80)),
             did_you_mean(member, possible, fmt::format("It can hold {}.", fmt::join(possible, ", "))),
             place);
}

void check_figure(const SectionRequest& section, const PossibleFigures& figures, const ClaimedFigure& figure,
                  const Place& place) {
  const auto name = figure_name(section.kind, figure.name);
  const auto* members = std::get_if<ClaimedMembers>(&figure.claimed);
  const bool known =
      members ? std::ranges::find(figures.sets, name) != figures.sets.end() : can_have_number(figures, name);
  if (!known) refuse_claimed(section.id, section.kind, figure, {figures.numbers, figures.sets}, place);
  if (members) check_members(section, name, *members, place);
}

}  // namespace

void check_figures(const SectionRequest& section) {
  if (section.multiverse.lead.empty() && section.claims.empty()) return;
  const auto figures = possible_figures(section);
  check_lead(section, figures);
  for (const auto& request : section.claims)
    for (std::size_t i = 0; i < request.claim.figures.size(); ++i)
      check_figure(section, figures, request.claim.figures[i],
                   i < request.places.size() ? request.places[i] : request.place);
}

}  // namespace rerate
